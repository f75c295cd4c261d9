import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { Service } from "@pulumi/kubernetes/core/v1";
import type { Release } from "@pulumi/kubernetes/helm/v3/release";
import * as pulumi from "@pulumi/pulumi";
import type { ServiceBinding } from "../../frontdoor";
import { installChart } from "../../kubernetes/chart";
import { managedLabels } from "../../kubernetes/labels";
import type { CrossClusterPlan } from "../../../plan/model/engines";

export interface EastWestGatewayArgs {
  readonly crossCluster: CrossClusterPlan;
  /** The cluster's, in the mesh. */
  readonly network: string;
  /** Istio's own. */
  readonly namespace: pulumi.Input<string>;
  /** The fleet's name. */
  readonly partOf: string;
  readonly binding: Pick<ServiceBinding, "dependsOn">;
}

/** Where requests of other clusters arrive: TLS, which ends at the workload's sidecar and not here. */
export const eastWestPort = 15443;

/**
 * Where the other clusters' requests come in. It finds the Service that a request is for in the TLS client's SNI, and passes the connection on
 * as it is: it has no key to look inside. https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/
 */
export class EastWestGateway extends pulumi.ComponentResource {
  /** IP address or host name of its load balancer. */
  readonly address: pulumi.Output<string | undefined>;

  constructor(
    name: string,
    { crossCluster, network, namespace, partOf, binding }: EastWestGatewayArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("gateway-fleet:platform:EastWestGateway", name, {}, opts);
    const child = { parent: this };
    const labels = { ...managedLabels(partOf) };

    const proxy = installProxy(`${name}-proxy`, { network, crossCluster, namespace }, child);
    const listener = passThrough(`${name}-listener`, { crossCluster, namespace, labels }, { ...child, dependsOn: [proxy] });
    this.address = addressOf(createService(`${name}-service`, { crossCluster, namespace, labels, listener, binding }, child));
    this.registerOutputs({ address: this.address });
  }
}

const release = "istio-eastwestgateway";

/** Sees its own cluster's pods alone, so that a request which has come from another cluster is never sent on to a third. */
function installProxy(
  name: string,
  { network, crossCluster: { gateway, gatewayChart }, namespace }: Pick<EastWestGatewayArgs, "network" | "crossCluster" | "namespace">,
  opts: pulumi.CustomResourceOptions,
): Release {
  return installChart(
    name,
    {
      name: release,
      namespace,
      chart: gatewayChart,
      values: {
        autoscaling: { enabled: false },
        replicaCount: gateway.replicas,
        resources: { requests: gateway.requests },
        podDisruptionBudget: { maxUnavailable: 1 },
        securityContext: { seccompProfile: { type: "RuntimeDefault" } },
        env: { ISTIO_META_REQUESTED_NETWORK_VIEW: network },
        // Made by the program, which has to know its address.
        service: { type: "None" },
      },
    },
    opts,
  );
}

interface GatewayObject {
  readonly crossCluster: CrossClusterPlan;
  readonly namespace: pulumi.Input<string>;
  readonly labels: Record<string, string>;
}

function createService(
  name: string,
  {
    crossCluster,
    namespace,
    labels,
    listener,
    binding,
  }: GatewayObject & Pick<EastWestGatewayArgs, "binding"> & { readonly listener: CustomResource },
  opts: pulumi.CustomResourceOptions,
): Service {
  const { annotations, loadBalancerClass } = loadBalancers[crossCluster.cloud][crossCluster.exposure];
  return new Service(
    name,
    {
      metadata: { name: release, namespace, labels, annotations: { ...annotations } },
      spec: {
        type: "LoadBalancer",
        ...(loadBalancerClass === undefined ? {} : { loadBalancerClass }),
        loadBalancerSourceRanges: [...crossCluster.allowedCidrs],
        // Keeps the client's address, which the source ranges are compared with.
        externalTrafficPolicy: "Local",
        selector: { "app.kubernetes.io/instance": release },
        ports: [{ name: "tls", port: eastWestPort, targetPort: eastWestPort, protocol: "TCP" }],
      },
    },
    {
      ...opts,
      // Nobody is let in before there is something that asks for TLS.
      dependsOn: [listener, ...binding.dependsOn],
      // Neither is changed in place by its cloud.
      replaceOnChanges: ["spec.loadBalancerClass", "metadata.annotations"],
      deleteBeforeReplace: true,
    },
  );
}

/** The provider waits for it; a plan that no cloud has answered yet has none. */
function addressOf({ status }: Service): pulumi.Output<string | undefined> {
  return status.loadBalancer.ingress.apply(
    (ingress: readonly { readonly ip?: string; readonly hostname?: string }[] | undefined) => ingress?.[0]?.ip ?? ingress?.[0]?.hostname,
  );
}

/** Names the workloads' Services one by one: what else a cluster runs stays its own affair. */
function passThrough(name: string, { crossCluster, namespace, labels }: GatewayObject, opts: pulumi.CustomResourceOptions): CustomResource {
  return new CustomResource(
    name,
    {
      apiVersion: "networking.istio.io/v1",
      kind: "Gateway",
      metadata: { name: "cross-cluster", namespace, labels },
      spec: {
        selector: { istio: "eastwestgateway" },
        servers: [
          {
            port: { number: eastWestPort, name: "tls", protocol: "TLS" },
            tls: { mode: "AUTO_PASSTHROUGH" },
            hosts: crossCluster.services.map(({ host }) => host),
          },
        ],
      },
    },
    opts,
  );
}

interface LoadBalancer {
  readonly annotations: Readonly<Record<string, string>>;
  readonly loadBalancerClass?: string;
}

const networkLoadBalancer = (scheme: string): LoadBalancer => ({
  annotations: {
    "service.beta.kubernetes.io/aws-load-balancer-scheme": scheme,
    "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip",
    "service.beta.kubernetes.io/aws-load-balancer-attributes": "load_balancing.cross_zone.enabled=true",
  },
  loadBalancerClass: "service.k8s.aws/nlb",
});

/**
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb/ , https://learn.microsoft.com/azure/aks/internal-lb and
 * https://docs.cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters
 */
const loadBalancers: Readonly<Record<CrossClusterPlan["cloud"], Readonly<Record<CrossClusterPlan["exposure"], LoadBalancer>>>> = {
  aws: { internal: networkLoadBalancer("internal"), public: networkLoadBalancer("internet-facing") },
  azure: {
    internal: { annotations: { "service.beta.kubernetes.io/azure-load-balancer-internal": "true" } },
    public: { annotations: {} },
  },
  gcp: {
    // Without global access, only clients of the same region get through.
    internal: {
      annotations: {
        "networking.gke.io/load-balancer-type": "Internal",
        "networking.gke.io/internal-load-balancer-allow-global-access": "true",
      },
    },
    public: { annotations: {}, loadBalancerClass: "networking.gke.io/l4-regional-external" },
  },
};
