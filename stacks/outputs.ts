import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { RecordedPool } from "../components/nodepool";
import { type FleetCluster, isMade, type MadeCluster } from "./cluster/fleetCluster";
import { identityOf } from "../plan/rollout/clusterReplacements";
import { changeableTraits } from "../plan/rollout/announcements";
import type { ClusterPlan, FleetPlan } from "../plan/model/fleet";
import { byCodeUnit } from "../plan/order";
import type { Addresses, Deployed, DeployedCluster, DeployedPool } from "../plan/model/outputs";
import type { Commitment } from "../plan/model/accounts";
import type { NodePoolPlan } from "../plan/model/pool";
import { ownEntry } from "../facts/properties/ownEntry";

/** Stack outputs of whoever owns clusters. All but the kubeconfigs are plain: one secret in an output makes all of it secret. */
export interface FleetOutputs {
  readonly addresses: Eventually<Addresses>;
  readonly deployed: Eventually<Deployed>;
  /** By cluster, the URLs that its exposed workloads answer at, with its own addresses: for looking past the DNS. Of an existing cluster without a load balancer, inside it. */
  readonly endpoints: Readonly<Record<string, readonly pulumi.Output<string>[]>>;
  /** By cluster, the addresses that its nodes' traffic comes from, for the allow lists of others; none where the cloud picks others as it goes. */
  readonly egressAddresses: Readonly<Record<string, readonly pulumi.Output<string>[]>>;
  readonly clusters: Readonly<Record<string, ClusterFacts>>;
  /** Nodes to buy in advance, for whoever holds the contracts. */
  readonly commitments: readonly Commitment[];
  /** By cluster; secret, although each only names the plugin that fetches a credential. */
  readonly kubeconfigs: Readonly<Record<string, pulumi.Output<string>>>;
}

/** The same shape, with values that only an update may know: each by itself, so that a preview shows the others. */
type Eventually<T> = T extends object ? { readonly [Key in keyof T]: Eventually<T[Key]> } : T | pulumi.Output<T>;

export interface ClusterFacts {
  readonly cloud: string;
  readonly region: string;
  /** Planned minor version. */
  readonly kubernetes: string;
  /** Of the API server; of an existing cluster only the kubeconfig knows. */
  readonly endpoint?: pulumi.Output<string>;
  /** Of the kubeconfig, for an existing cluster. */
  readonly context?: string;
}

/** @param servedBy the traffic stack of its own in front of the fleet */
export function fleetOutputs(plan: FleetPlan, clusters: readonly FleetCluster[], servedBy: string | undefined): FleetOutputs {
  const made = clusters.filter(isMade);
  const front = servedBy === undefined ? {} : { servedBy };
  return {
    addresses: byName(made, ({ frontDoor }) => frontDoor.addresses),
    deployed: { config: plan.config, clusters: byName(clusters, deployedCluster), ...front },
    endpoints: byName(clusters, urls),
    egressAddresses: byName(made, ({ egressAddresses }) => egressAddresses),
    clusters: byName(clusters, facts),
    commitments: plan.commitments,
    kubeconfigs: byName(made, ({ cluster }) => pulumi.secret(cluster.kubeconfig)),
  };
}

function byName<Cluster extends FleetCluster, T>(clusters: readonly Cluster[], value: (cluster: Cluster) => T): Record<string, T> {
  return Object.fromEntries(clusters.map((cluster) => [cluster.plan.name, value(cluster)]));
}

/** From the resources' own outputs, and not from the plan: true after a targeted update, and of a frozen cluster. */
function deployedCluster(cluster: FleetCluster): Eventually<DeployedCluster> {
  const { plan, workloads } = cluster;
  const maxReplicas = mapValues(workloads, ({ maxReplicas }) => maxReplicas);
  const inside = { maxReplicas, ...enginesOf(plan) };
  if (!isMade(cluster)) return { ...identityOf(plan), pools: {}, ...inside };
  const { systemPool } = cluster.cluster;
  return {
    ...identityOf(plan),
    ...changeableTraits(plan),
    pools: byKey(plan.pools, cluster.pools),
    ...(systemPool === undefined ? {} : { systemPool: deployedPool(systemPool) }),
    ...inside,
  };
}

function enginesOf({ platform }: ClusterPlan): Pick<DeployedCluster, "engines"> {
  const engines = Object.keys(platform).sort(byCodeUnit);
  return engines.length === 0 ? {} : { engines };
}

function byKey(plans: readonly NodePoolPlan[], pools: MadeCluster["pools"]): Record<string, Eventually<DeployedPool>> {
  return Object.fromEntries(
    plans.flatMap(({ key, immutable }) => {
      const pool = ownEntry(pools, key);
      return pool === undefined ? [] : [[key, { ...deployedPool(pool), forLife: immutable }]];
    }),
  );
}

function deployedPool({ physicalName, fingerprint, max, minor }: RecordedPool): Eventually<DeployedPool> {
  return { physicalName, fingerprint, max, ...(minor === undefined ? {} : { minor }) };
}

function urls(cluster: FleetCluster): pulumi.Output<string>[] {
  const { plan, workloads } = cluster;
  const exposed = plan.workloads.flatMap(({ name, exposedPort }) => (exposedPort === undefined ? [] : [{ name, port: exposedPort }]));
  if (isMade(cluster))
    return Object.values(cluster.frontDoor.addresses).flatMap((address) => exposed.map(({ port }) => url(address, port)));
  const host = cluster.plan.service === "LoadBalancer" ? loadBalancerHost : hostInside;
  return exposed.flatMap(({ name, port }) => {
    const service = ownEntry(workloads, name)?.service;
    return service === undefined ? [] : [url(host(service), port)];
  });
}

/** What the cluster's own controller has handed out; the provider waits for it. */
function loadBalancerHost(service: k8s.core.v1.Service): pulumi.Output<string> {
  return service.status.loadBalancer.ingress.apply((ingress: readonly { ip: string; hostname: string }[] | undefined) =>
    pulumi.output(ingress?.[0]?.ip ?? ingress?.[0]?.hostname ?? hostInside(service)),
  );
}

/** The name that pods of the cluster use. */
function hostInside({ metadata }: k8s.core.v1.Service): pulumi.Output<string> {
  return pulumi.interpolate`${metadata.name}.${metadata.namespace}.svc`;
}

function url(host: pulumi.Output<string>, port: number): pulumi.Output<string> {
  return port === 80 ? pulumi.interpolate`http://${host}` : pulumi.interpolate`http://${host}:${port}`;
}

function facts(cluster: FleetCluster): ClusterFacts {
  const { cloud, region, kubernetes } = cluster.plan;
  const where = isMade(cluster) ? { endpoint: cluster.cluster.endpoint } : { context: cluster.plan.context };
  return { cloud, region, kubernetes, ...where };
}

function mapValues<T, U>(values: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
