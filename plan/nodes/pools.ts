import type { Finding } from "../../config/file/messages";
import type { NodePool } from "../../config/nodePools";
import { aksHost, hostTraits } from "./aks";
import type { ManagedPlan } from "../model/fleet";
import { fingerprintOf } from "./liveSize";
import { describeShape, knownShapes, machineTypes } from "../../catalogue/machines";
import { poolName } from "../naming/physicalNames";
import { byCodeUnit, sortedKeys } from "../order";
import { type SpotPolicy, splitSpot } from "./spotShare";
import type { AksHost, Bounds, Capacity, NodePoolPlan, Taint } from "../model/pool";

/** What a cluster's pools follow from, beside what is written about them. */
export type PoolCluster = Pick<ManagedPlan, "name" | "cloud" | "region" | "kubernetes" | "tags"> & {
  readonly zones: readonly string[];
  readonly spot: { readonly percent: number; readonly policy: SpotPolicy };
};

/** Pods that tolerate it may run on spot nodes. */
export const spotTaint: Taint = { key: "gateway-fleet/capacity", value: "spot", effect: "NoSchedule" };
/** AKS adds both by itself; declared, a refresh shows no drift: https://learn.microsoft.com/azure/aks/spot-node-pool */
export const aksSpotTaint: Taint = { key: "kubernetes.azure.com/scalesetpriority", value: "spot", effect: "NoSchedule" };

/** The key of a configured pool's spot half; the config keeps the suffix free. */
export function spotKey(pool: string): string {
  return `${pool}-spot`;
}

/**
 * The on-demand and spot pools that a configured pool becomes, in that order; a half that could never have a node is left out.
 *
 * Nodes at creation: the spot half starts at its minimum, the on-demand half takes the rest of `initial` (default `min`), and what it
 * cannot hold (only under `strictMax`) goes back to spot.
 */
export function poolPlans(cluster: PoolCluster, name: string, pool: NodePool): NodePoolPlan[] {
  const percent = pool.spotPercent ?? (pool.min > 0 ? cluster.spot.percent : 0);
  const { onDemand, spot } = splitSpot(pool, percent, cluster.spot.policy);
  const initial = pool.initial ?? pool.min;
  const onDemandInitial = clamp(initial - spot.min, onDemand);
  const halves: Half[] = [
    { key: name, capacity: "on-demand", bounds: onDemand, initial: onDemandInitial },
    { key: spotKey(name), capacity: "spot", bounds: spot, initial: clamp(initial - onDemandInitial, spot) },
  ];
  return halves.filter(({ bounds }) => bounds.max > 0).map((half) => poolPlan(cluster, name, pool, half));
}

type Half = Pick<NodePoolPlan, "key" | "capacity" | "bounds" | "initial">;

function poolPlan(cluster: PoolCluster, name: string, pool: NodePool, half: Half): NodePoolPlan {
  const types = machineTypes(cluster.cloud, pool.shape) ?? [];
  const [vmSize] = cluster.cloud === "azure" ? types : [];
  const host = vmSize === undefined ? undefined : aksHost(vmSize);
  const sent = {
    key: half.key,
    pool: name,
    capacity: half.capacity,
    bounds: half.bounds,
    machineTypes: types,
    arch: pool.shape.arch,
    ...(host === undefined ? {} : { host }),
    labels: sortedKeys({ ...pool.labels, ...ownLabels(cluster, name, half.capacity) }),
    taints: [...pool.taints, ...ownTaints(cluster, half.capacity)],
    physicalName: physicalName(cluster, half.key, pool.shape.arch, host),
  };
  return {
    ...sent,
    forLife: forLife(cluster, pool.shape.arch, types, host),
    initial: half.initial,
    fingerprint: fingerprintOf({ cluster: sentOf(cluster), ...sent }),
  };
}

function sentOf({ name, region, zones, kubernetes, tags }: PoolCluster) {
  return { name, region, zones, kubernetes, tags };
}

function ownLabels({ cloud }: PoolCluster, pool: string, capacity: Capacity): Record<string, string> {
  const labels = { [spotTaint.key]: capacity, "gateway-fleet/pool": pool };
  return cloud === "azure" && capacity === "spot" ? { ...labels, [aksSpotTaint.key]: aksSpotTaint.value } : labels;
}

function ownTaints({ cloud }: PoolCluster, capacity: Capacity): Taint[] {
  if (capacity === "on-demand") return [];
  return cloud === "azure" ? [spotTaint, aksSpotTaint] : [spotTaint];
}

function physicalName({ cloud, name, zones }: PoolCluster, key: string, arch: string, host: AksHost | undefined): string {
  switch (cloud) {
    case "aws":
      return poolName.aws(name, key);
    case "azure":
      return poolName.azure(key, JSON.stringify({ host, zones }));
    case "gcp":
      // The other architecture's machines start from another kind of disk, and a pool keeps its kind: https://docs.cloud.google.com/compute/docs/general-purpose-machines
      return poolName.gcp(key, JSON.stringify({ arch }));
  }
}

/** A GKE pool gets other machines of its architecture, and other zones, in place. */
function forLife(
  { cloud, zones }: PoolCluster,
  arch: string,
  types: readonly string[],
  host: AksHost | undefined,
): NodePoolPlan["forLife"] {
  if (cloud === "gcp") return { arch };
  return { machines: types.join(", "), zones: zones.join(", "), ...(host === undefined ? {} : hostTraits(host)) };
}

function clamp(nodes: number, { min, max }: Bounds): number {
  return Math.min(Math.max(nodes, min), max);
}

/** Shapes that no machine type of the cloud has. */
export function shapeFindings({ cloud }: PoolCluster, pools: readonly (readonly [string, NodePool])[]): Finding[] {
  return pools
    .filter(([, { shape }]) => machineTypes(cloud, shape) === undefined)
    .map(([name, { shape }]) => ({
      path: ["nodePools", name, "shape"],
      message: `no machine type on ${cloud} has ${describeShape(shape)}; choose one of ${knownShapes()}`,
    }));
}

/** Shortened names end in a hash: two that are equal are possible, and about as likely as one in a million. */
export function sharedNameFindings(cluster: string, pools: readonly NodePoolPlan[]): Finding[] {
  return pools.flatMap(({ pool, key, physicalName }, index) => {
    const first = pools.find((other) => other.physicalName === physicalName);
    if (first === undefined || pools.indexOf(first) === index) return [];
    return [
      {
        path: ["nodePools", pool],
        message: `${key} and ${first.key} would both be called "${physicalName}" in ${cluster}; rename one of them`,
      },
    ];
  });
}

/** In order of their keys. */
export function sortedPools(pools: readonly NodePoolPlan[]): NodePoolPlan[] {
  return [...pools].sort((a, b) => byCodeUnit(a.key, b.key));
}
