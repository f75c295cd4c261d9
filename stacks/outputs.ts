import * as pulumi from "@pulumi/pulumi";
import type { RecordedPool } from "../components/nodepool";
import type { FleetCluster } from "./fleetCluster";
import { identityOf } from "./plan/clusterIdentity";
import type { Commitment } from "./plan/commitments";
import type { FleetPlan, NodePoolPlan } from "./plan/fleetPlan";
import { fingerprintOf } from "./plan/liveSize";
import type { Addresses, Deployed, DeployedCluster, DeployedPool } from "./plan/outputs";

/** Stack outputs of whoever owns clusters. All but the kubeconfigs are plain: one secret in an output makes all of it secret. */
export interface FleetOutputs {
  readonly addresses: Eventually<Addresses>;
  readonly deployed: Eventually<Deployed>;
  /** By cluster, the URLs that its exposed workloads answer at, with its own addresses: for looking past the DNS. */
  readonly endpoints: Readonly<Record<string, readonly pulumi.Output<string>[]>>;
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
  /** Of the API server. */
  readonly endpoint: pulumi.Output<string>;
}

export function fleetOutputs(plan: FleetPlan, clusters: readonly FleetCluster[]): FleetOutputs {
  return {
    addresses: byName(clusters, ({ frontDoor }) => frontDoor.addresses),
    deployed: { config: fingerprintOf(plan), clusters: byName(clusters, deployedCluster) },
    endpoints: byName(clusters, urls),
    clusters: byName(clusters, facts),
    commitments: plan.commitments,
    kubeconfigs: byName(clusters, ({ cluster }) => pulumi.secret(cluster.kubeconfig)),
  };
}

function byName<T>(clusters: readonly FleetCluster[], value: (cluster: FleetCluster) => T): Record<string, T> {
  return Object.fromEntries(clusters.map((cluster) => [cluster.plan.name, value(cluster)]));
}

/** From the resources' own outputs, and not from the plan: true after a targeted update, and of a frozen cluster. */
function deployedCluster({ plan, cluster: { systemPool }, pools, workloads }: FleetCluster): Eventually<DeployedCluster> {
  return {
    ...identityOf(plan),
    pools: byKey(plan.pools, pools),
    ...(systemPool === undefined ? {} : { systemPool: deployedPool(systemPool) }),
    maxReplicas: mapValues(workloads, ({ maxReplicas }) => maxReplicas),
  };
}

function byKey(plans: readonly NodePoolPlan[], pools: FleetCluster["pools"]): Record<string, Eventually<DeployedPool>> {
  return Object.fromEntries(
    plans.flatMap(({ key, forLife }) => {
      const pool = pools[key];
      return pool === undefined ? [] : [[key, { ...deployedPool(pool), forLife }]];
    }),
  );
}

function deployedPool({ physicalName, fingerprint, max, minor }: RecordedPool): Eventually<DeployedPool> {
  return { physicalName, fingerprint, max, ...(minor === undefined ? {} : { minor }) };
}

function urls({ plan, frontDoor }: FleetCluster): pulumi.Output<string>[] {
  const ports = plan.workloads.flatMap(({ exposedPort }) => (exposedPort === undefined ? [] : [exposedPort]));
  return Object.values(frontDoor.addresses).flatMap((address) =>
    ports.map((port) => (port === 80 ? pulumi.interpolate`http://${address}` : pulumi.interpolate`http://${address}:${port}`)),
  );
}

function facts({ plan: { cloud, region, kubernetes }, cluster: { endpoint } }: FleetCluster): ClusterFacts {
  return { cloud, region, kubernetes, endpoint };
}

function mapValues<T, U>(values: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
