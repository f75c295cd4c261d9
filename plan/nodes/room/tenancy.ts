import { enginesIn } from "../../engines/engine";
import { engineLoad } from "../../engines/load";
import type { ManagedPlan } from "../../model/fleet";
import type { PoolCommon, Taint } from "../../model/pool";
import type { Tenancy } from "../../model/tenancy";
import type { WorkloadPlan } from "../../model/workload";
import { maxReplicas } from "../../scaling";
import { allocatable, type Allocatable } from "../allocatable";
import { lessEveryNode, type PodSize, sizeOf } from "../packing";
import { spotTaints } from "../spotTaints";

export function tenancyOf(plan: ManagedPlan): Tenancy {
  const { name, cloud, pools, workloads, platform } = plan;
  const [sidecar] = enginesIn(platform).flatMap(({ provides }) => provides.sidecar ?? []);
  const zones = plan.cloud === "aws" ? plan.network.zones : plan.zones;
  return { cluster: name, cloud, zones: zones.length, pools, workloads, sidecar, engines: engineLoad(plan) };
}

/** Nodes of one pool that take the same pods. */
export interface NodeKind {
  readonly pool: string;
  readonly arch: PoolCommon["shape"]["arch"];
  /** Whether only pods that tolerate spot find them: on-demand nodes come to fewer than the pool's maximum. */
  readonly spotOnly: boolean;
  /** The cloud's own, which pods tolerate or not. */
  readonly addedTaints: readonly Taint[];
  readonly count: number;
  /** What each of them leaves to pods. */
  readonly empty: Allocatable;
}

/** What decides where a pod may run. */
export type Tenant = Pick<WorkloadPlan, "spot" | "architectures" | "tolerations">;

/** They tolerate no taint, and so no spot node; the images of all engines are for both architectures. */
export const engineTenant: Tenant = { spot: "avoid", architectures: ["amd64", "arm64"], tolerations: [] };

/** Pods that the cloud brings run on every node that it keeps for nobody else, on Arm too. */
export function cloudTenant(tenancy: Tenancy): Tenant {
  return { ...engineTenant, tolerations: nodeKinds(tenancy).flatMap(({ addedTaints }) => addedTaints) };
}

/**
 * The nodes of the pools without taints of the operator's own, at their maxima, in order of the pools' names. Spot nodes never count beyond
 * the configured pool's max: they may all be taken back at once.
 */
export function nodeKinds(tenancy: Tenancy): readonly NodeKind[] {
  const known = kindsOf.get(tenancy) ?? kindsIn(tenancy);
  kindsOf.set(tenancy, known);
  return known;
}

/** Every workload of a tenancy asks for the same. */
const kindsOf = new WeakMap<Tenancy, readonly NodeKind[]>();

function kindsIn({ cloud, pools, engines }: Tenancy): NodeKind[] {
  const own = new Set(spotTaints[cloud].map(({ key }) => key));
  const open = pools.filter(({ taints }) => taints.every(({ key }) => own.has(key)));
  return [...new Set(open.map(({ pool }) => pool))].flatMap((name) => {
    const parts = open.filter(({ pool }) => pool === name);
    const [part] = parts;
    if (part === undefined) return [];
    const { shape, poolMax, addedTaints } = part;
    const most = (capacity: PoolCommon["capacityType"]) =>
      parts.reduce((total, { bounds, ...other }) => total + (other.capacityType === capacity ? bounds.max : 0), 0);
    const onDemand = Math.min(poolMax, most("on-demand"));
    const spotOnly = Math.min(poolMax, onDemand + most("spot")) - onDemand;
    const common = { pool: name, arch: shape.arch, addedTaints, empty: lessEveryNode(allocatable(cloud, shape), engines) };
    return [
      { ...common, spotOnly: false, count: onDemand },
      { ...common, spotOnly: true, count: spotOnly },
    ];
  });
}

/** Whether a pod's scheduler would look at such nodes at all. */
export function takes({ spotOnly, arch, addedTaints }: NodeKind, { spot, architectures, tolerations }: Tenant): boolean {
  const tolerated = addedTaints.every((taint) => tolerations.some(({ key, value }) => key === taint.key && value === taint.value));
  return (!spotOnly || spot === "tolerate") && architectures.includes(arch) && tolerated;
}

/** Those that a workload's pods may be on. */
export function kindsFor(tenancy: Tenancy, workload: WorkloadPlan): NodeKind[] {
  return nodeKinds(tenancy).filter((kind) => kind.count > 0 && takes(kind, workload));
}

export function podOf({ sidecar }: Tenancy, { resources }: WorkloadPlan): PodSize {
  return sizeOf([resources.requests, ...(sidecar === undefined ? [] : [sidecar])]);
}

/** Whether one pod has room on an empty node. */
export function fits({ empty }: NodeKind, { milliCpu, mebibytes }: PodSize): boolean {
  return empty.pods > 0 && empty.milliCpu >= milliCpu && empty.mebibytes >= mebibytes;
}

/**
 * Whether an update needs room for one replica above the maximum: there are always that many, and it may take none away, so that the first
 * new one would wait for room for ever. Where an autoscaler has room below its maximum, an update waits for the load to go.
 */
export function startsOneMore({ scaling, rollingUpdate: { maxUnavailable } }: WorkloadPlan): boolean {
  const max = maxReplicas(scaling);
  const isFixed = scaling.engine === "fixed" || scaling.replicas.min === max;
  const away = typeof maxUnavailable === "number" ? maxUnavailable : Math.floor((max * Number.parseInt(maxUnavailable, 10)) / 100);
  return isFixed && away === 0;
}
