import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import type { InCluster } from "../../kubernetes/inCluster";
import { managedLabels } from "../../kubernetes/labels";
import { eastWestPort } from "./eastWestGateway";
import type { Mesh } from "./index";
import type { CrossClusterPlan, MeshPlan, SharedService } from "../../../plan/model/engines";

export interface MeshNeighboursArgs {
  readonly plan: MeshPlan;
  readonly crossCluster: CrossClusterPlan;
  /** The cluster's own mesh. */
  readonly mesh: Mesh;
  /** Addresses of the other clusters' gateways, by cluster. */
  readonly gateways: Readonly<Record<string, pulumi.Input<string | undefined>>>;
}

/**
 * Tells one cluster's mesh where the others are: written down, so that no cluster holds a credential of another's API server, nor has to reach it.
 * One object names all gateways, and one per Service all clusters that run it, so that a cluster which comes or goes changes objects and makes none:
 * a frozen cluster takes no new ones.
 */
export class MeshNeighbours extends pulumi.ComponentResource {
  constructor(name: string, { plan, crossCluster, mesh, gateways }: MeshNeighboursArgs, { partOf, opts, namespaces }: InCluster) {
    super("gateway-fleet:platform:MeshNeighbours", name, {}, opts);
    const child = { parent: this };
    const labels = { ...managedLabels(partOf) };
    const namespace = namespaces.named(plan.namespace.name);

    const networks = writeGateways(`${name}-gateways`, { name: crossCluster.neighboursConfig, namespace, labels }, gateways, child);
    // An endpoint has no address of its own: while its network has no gateway it would be none at all.
    const written = { ...child, dependsOn: [networks, mesh] };
    for (const service of crossCluster.services) {
      const metadata = { name: `${service.name}-elsewhere`, namespace: service.namespace, labels };
      addEndpoints(`${name}-${service.name}-endpoints`, metadata, service, Object.keys(gateways), written);
      preferOwn(`${name}-${service.name}-preference`, metadata, service, written);
    }
    this.registerOutputs({});
  }
}

/** istiod reads it beside its own configuration, at once, and finds the addresses of host names. https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshNetworks */
function writeGateways(
  name: string,
  metadata: Metadata,
  gateways: MeshNeighboursArgs["gateways"],
  opts: pulumi.CustomResourceOptions,
): ConfigMap {
  const meshNetworks = pulumi.all(gateways).apply((addresses) =>
    // JSON is YAML.
    JSON.stringify({
      networks: Object.fromEntries(
        Object.entries(addresses).flatMap(([cluster, address]) =>
          address === undefined ? [] : [[cluster, { endpoints: [{ fromRegistry: cluster }], gateways: [{ address, port: eastWestPort }] }]],
        ),
      ),
    }),
  );
  return new ConfigMap(name, { metadata, data: { meshNetworks } }, opts);
}

interface Metadata {
  readonly name: string;
  readonly namespace: pulumi.Input<string>;
  readonly labels: Record<string, string>;
}

/** Of the Service's own name and namespace, so that Istio adds them to its pods. https://istio.io/latest/docs/reference/config/networking/workload-entry/ */
function addEndpoints(
  name: string,
  metadata: Metadata,
  { name: account, host, port }: SharedService,
  clusters: readonly string[],
  opts: pulumi.CustomResourceOptions,
): void {
  new CustomResource(
    name,
    {
      apiVersion: "networking.istio.io/v1",
      kind: "ServiceEntry",
      metadata,
      spec: {
        hosts: [host],
        location: "MESH_INTERNAL",
        resolution: "STATIC",
        ports: [{ name: "http", number: port, protocol: "HTTP" }],
        // The account is who the client expects to find, and says that mutual TLS is spoken there.
        endpoints: clusters.map((network) => ({ network, serviceAccount: account })),
      },
    },
    opts,
  );
}

/**
 * Other clusters are for when the own pods are gone: what they cost is distance. A pod that fails at the connection or answers 502 to 504 is left out
 * for a while; an answer of the workload's own, such as 500, would be the same elsewhere. All may be left out: then the others answer.
 * https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting
 */
function preferOwn(name: string, metadata: Metadata, { host }: SharedService, opts: pulumi.CustomResourceOptions): void {
  new CustomResource(
    name,
    {
      apiVersion: "networking.istio.io/v1",
      kind: "DestinationRule",
      metadata,
      spec: {
        host,
        trafficPolicy: {
          loadBalancer: { localityLbSetting: { enabled: true, failoverPriority: ["topology.istio.io/network"] } },
          outlierDetection: {
            consecutive5xxErrors: 0,
            consecutiveGatewayErrors: 5,
            interval: "5s",
            baseEjectionTime: "30s",
            maxEjectionPercent: 100,
          },
        },
      },
    },
    opts,
  );
}
