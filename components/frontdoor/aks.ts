import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import type { AksPlan } from "../../plan/model/aks";
import type { AksCluster } from "../cluster/aks";
import { assignRole } from "../identity/azureRole";
import { allocated, zoneRedundantAddress, type AksNetwork } from "../network/aks";
import type { FrontDoor, ServiceBinding } from "./index";

export interface AksFrontDoorArgs {
  readonly plan: AksPlan;
  readonly network: AksNetwork;
  readonly cluster: AksCluster;
}

/** One zone-redundant public address, and leave for the cluster to use it. */
export class AksFrontDoor extends pulumi.ComponentResource implements FrontDoor {
  readonly addresses: { readonly regional: pulumi.Output<string> };
  readonly service: ServiceBinding;

  constructor(name: string, { plan, network: { resourceGroup }, cluster }: AksFrontDoorArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:frontdoor:AksFrontDoor", name, {}, opts);
    const parent = { parent: this };

    const address = new network.PublicIPAddress(
      `${name}-address`,
      {
        publicIpAddressName: plan.names.frontDoorAddress,
        resourceGroupName: resourceGroup.name,
        location: plan.region,
        ...zoneRedundantAddress,
        tags: plan.tags,
      },
      { ...parent, protect: plan.protect },
    );
    // The address is outside the cluster's own resource group, so the control plane has to be let in; it looks for it in the whole group.
    const bindingRole = assignRole(
      `${name}-binding-role`,
      { subscription: plan.subscription, role: "Network Contributor", principalId: cluster.principalId, scope: resourceGroup.id },
      parent,
    );

    this.addresses = { regional: allocated(address) };
    this.service = {
      type: "LoadBalancer",
      // https://learn.microsoft.com/azure/aks/static-ip
      annotations: {
        "service.beta.kubernetes.io/azure-pip-name": address.name,
        "service.beta.kubernetes.io/azure-load-balancer-resource-group": resourceGroup.name,
      },
      loadBalancerClass: undefined,
      dependsOn: [address, bindingRole],
    };
    this.registerOutputs({ addresses: this.addresses });
  }
}
