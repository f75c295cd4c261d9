import * as compute from "@pulumi/gcp/compute";
import * as pulumi from "@pulumi/pulumi";
import type { GkePlan } from "../../plan/model/gke";
import type { FrontDoor, ServiceBinding } from "./index";

export interface GkeFrontDoorArgs {
  readonly plan: GkePlan;
}

/** One regional address, served by an external passthrough load balancer. */
export class GkeFrontDoor extends pulumi.ComponentResource implements FrontDoor {
  readonly addresses: { readonly regional: pulumi.Output<string> };
  readonly service: ServiceBinding;

  constructor(name: string, { plan }: GkeFrontDoorArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:frontdoor:GkeFrontDoor", name, {}, opts);

    const address = new compute.Address(
      `${name}-address`,
      {
        name: plan.names.frontDoorAddress,
        project: plan.project,
        region: plan.region,
        addressType: "EXTERNAL",
        // The tier of the load balancer; the two have to be the same.
        networkTier: "PREMIUM",
        labels: plan.tags,
      },
      { parent: this, protect: plan.protect },
    );

    this.addresses = { regional: address.address };
    this.service = {
      type: "LoadBalancer",
      // https://docs.cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters
      annotations: { "networking.gke.io/load-balancer-ip-addresses": address.name },
      loadBalancerClass: "networking.gke.io/l4-regional-external",
      dependsOn: [address],
    };
    this.registerOutputs({ addresses: this.addresses });
  }
}
