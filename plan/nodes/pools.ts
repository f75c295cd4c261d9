import type { Finding } from "../../config/file/messages";
import type { NodePool } from "../../config/nodePools";
import type { Cloud } from "../../catalogue/clouds";
import { describeShape, knownShapes, type Machines, machinesOf, type Shape, someMachines } from "../../catalogue/machines";
import type { AksHost, Bounds, NodePoolPlan, PoolCommon, Taint } from "../model/pool";
import type { ManagedPlan } from "../model/fleet";
import { byCodeUnit, sortedEntries, sortedKeys } from "../order";
import { fingerprintOf } from "./liveSize";
import { addedToNodes } from "../../facts/nodes";
import { type SpotPolicy, splitSpot } from "./spotShare";
import { spotTaint, spotTaints } from "./spotTaints";

/** What a cluster's pools follow from, beside what is written about them. */
export type PoolCluster = Pick<ManagedPlan, "name" | "region" | "kubernetes" | "tags"> & {
  readonly zones: readonly string[];
  readonly spot: { readonly percent: number; readonly policy: SpotPolicy };
};

/** The key of a configured pool's spot part; the config keeps the suffix free. */
export function spotKey(pool: string): string {
  return `${pool}-spot`;
}

/** A part of a pool before its cloud has given it machines and a name. */
export type PoolPart = Omit<PoolCommon, "machineTypes" | "physicalName" | "immutable" | "fingerprint">;

/** The parts of all pools, in order of their keys. */
export function poolParts(cloud: Cloud, cluster: PoolCluster, pools: Readonly<Record<string, NodePool>>): PoolPart[] {
  return sortedEntries(pools)
    .flatMap(([name, pool]) => partsOf(cloud, cluster, name, pool))
    .sort((a, b) => byCodeUnit(a.key, b.key));
}

/**
 * The on-demand and spot parts of a configured pool, in that order; one that could never have a node is left out.
 *
 * Nodes at creation: the spot part starts at its minimum, the on-demand part takes the rest of `initial` (default `min`), and what it
 * cannot hold (only under `strictMax`) goes back to spot.
 */
function partsOf(cloud: Cloud, cluster: PoolCluster, name: string, pool: NodePool): PoolPart[] {
  const percent = pool.spotPercent ?? (pool.min > 0 ? cluster.spot.percent : 0);
  const { onDemand, spot } = splitSpot(pool, percent, cluster.spot.policy);
  const initial = pool.initial ?? pool.min;
  const onDemandInitial = clamp(initial - spot.min, onDemand);
  const common = { pool: name, poolMax: pool.max, shape: pool.shape };
  const labels = { ...pool.labels, "gateway-fleet/pool": name };
  const parts: Omit<PoolPart, "addedTaints">[] = [
    {
      ...common,
      key: name,
      capacityType: "on-demand",
      bounds: onDemand,
      initial: onDemandInitial,
      labels: sortedKeys({ ...labels, [spotTaint.key]: "on-demand" }),
      taints: pool.taints,
    },
    {
      ...common,
      key: spotKey(name),
      capacityType: "spot",
      bounds: spot,
      initial: clamp(initial - onDemandInitial, spot),
      labels: sortedKeys({ ...labels, ...Object.fromEntries(spotTaints[cloud].map(({ key, value }) => [key, value])) }),
      taints: [...pool.taints, ...spotTaints[cloud]],
    },
  ];
  return parts.filter(({ bounds }) => bounds.max > 0).map((part) => ({ ...part, addedTaints: addedTaints(cloud, part) }));
}

/** What the cloud adds beside what the part declares. */
function addedTaints(cloud: Cloud, { capacityType, shape: { arch }, taints }: Omit<PoolPart, "addedTaints">): readonly Taint[] {
  const { taints: added } = addedToNodes(cloud, { spot: capacityType === "spot", arch });
  return added.filter(({ key, effect }) => !taints.some((taint) => taint.key === key && taint.effect === effect));
}

function clamp(nodes: number, { min, max }: Bounds): number {
  return Math.min(Math.max(nodes, min), max);
}

/** Everything of a part that reaches the cloud when the pool is made or changed. */
export interface SentPool extends Omit<PoolPart, "poolMax" | "initial" | "shape" | "addedTaints"> {
  readonly machineTypes: readonly string[];
  readonly arch: Shape["arch"];
  readonly host?: AksHost;
  readonly physicalName: string;
}

/** Recorded beside pools that exist: other names of these properties would be other fingerprints. */
export function poolFingerprint({ name, region, zones, kubernetes, tags }: PoolCluster, sent: SentPool): string {
  const { key, pool, capacityType: capacity, bounds, machineTypes, arch, host, labels, taints, physicalName } = sent;
  return fingerprintOf({
    cluster: { name, region, zones, kubernetes, tags },
    ...{ key, pool, capacity, bounds, machineTypes, arch, ...(host === undefined ? {} : { host }), labels, taints, physicalName },
  });
}

/** Of the pools that take any pod, as far as the operator says. */
export function openArchitectures(pools: Readonly<Record<string, NodePool>>): readonly Shape["arch"][] {
  return [...new Set(Object.values(pools).flatMap(({ shape, taints }) => (taints.length === 0 ? [shape.arch] : [])))];
}

/** Without machines, a shape has a finding, and any others do for a plan that nobody will see. */
export function machinesFor(shape: Shape): Machines {
  return machinesOf(shape) ?? someMachines;
}

/** Shapes that no machine type has. */
export function shapeFindings(pools: Readonly<Record<string, NodePool>>): Finding[] {
  return sortedEntries(pools)
    .filter(([, { shape }]) => machinesOf(shape) === undefined)
    .map(([name, { shape }]) => ({
      path: ["nodePools", name, "shape"],
      // The same in every cloud, so that it is said once: a row of the catalogue has machines of all.
      message: `no machine type has ${describeShape(shape)}; choose one of ${knownShapes()}`,
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
