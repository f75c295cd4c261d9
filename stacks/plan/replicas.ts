import type { Finding } from "../config/messages";
import type { NodePool } from "../config/nodePools";
import { parseQuantity } from "../config/quantity";
import type { Workload } from "../config/workloads";
import { type Allocatable, allocatable } from "./allocatable";
import type { Cloud, ClusterPlan, NodePoolPlan, ScalingPlan, SpreadRule, Taint, WorkloadPlan } from "./fleetPlan";
import { sortedKeys } from "./order";
import { aksSpotTaint, spotTaint } from "./pools";

type Rule = Extract<Workload["scaling"], { engine: "hpa" }>["behavior"]["scaleUp"];

/** One workload of one cluster, after overrides. */
export function workloadPlan(cloud: ClusterPlan["cloud"], name: string, workload: Workload): WorkloadPlan {
  const { namespace = name, image, port, expose, env, resources, probes, rollingUpdate, shutdown, scaling, disruptionBudget } = workload;
  return {
    name,
    namespace,
    image,
    port,
    exposedPort: expose?.port,
    env: sortedKeys(env),
    resources,
    probes,
    spread: spreadRules(workload.spread),
    tolerations: workload.spot === "tolerate" ? spotTolerations(cloud) : [],
    rollingUpdate,
    shutdown,
    scaling: scalingPlan(scaling),
    disruptionBudget,
  };
}

/** The most replicas a workload can have in its cluster. */
export function maxReplicas(scaling: ScalingPlan): number {
  return scaling.engine === "fixed" ? scaling.replicas : scaling.replicas.max;
}

/** Which nodes of an existing cluster are spot nodes is not known, nor what keeps pods off them. */
function spotTolerations(cloud: ClusterPlan["cloud"]): Taint[] {
  if (cloud === "existing") return [];
  return cloud === "azure" ? [spotTaint, aksSpotTaint] : [spotTaint];
}

function spreadRules({ zone, host }: Workload["spread"]): SpreadRule[] {
  return [
    ...(zone === undefined ? [] : [{ topologyKey: "topology.kubernetes.io/zone" as const, ...zone }]),
    ...(host === undefined ? [] : [{ topologyKey: "kubernetes.io/hostname" as const, ...host }]),
  ];
}

function scalingPlan(scaling: Workload["scaling"]): ScalingPlan {
  if (scaling.engine === "fixed") return scaling;
  const { min, max, cpuPercent, memoryPercent, behavior } = scaling;
  return {
    engine: "hpa",
    replicas: { min, max },
    cpuPercent,
    memoryPercent,
    scaleUp: scalingRule(behavior.scaleUp),
    scaleDown: scalingRule(behavior.scaleDown),
  };
}

function scalingRule({ windowSeconds, select, policies }: Rule): Extract<ScalingPlan, { engine: "hpa" }>["scaleUp"] {
  return {
    stabilizationWindowSeconds: windowSeconds,
    select,
    policies: policies.map(({ periodSeconds, ...policy }) =>
      "percent" in policy ? { type: "Percent", value: policy.percent, periodSeconds } : { type: "Pods", value: policy.pods, periodSeconds },
    ),
  };
}

/** Nodes of one pool that pods without tolerations may run on. */
interface Room extends Allocatable {
  readonly pool: string;
  readonly nodes: number;
}

/** A cluster and what was configured for it, after overrides. */
export interface Tenancy {
  readonly cluster: string;
  readonly cloud: Cloud;
  readonly pools: readonly (readonly [string, NodePool])[];
  readonly halves: readonly NodePoolPlan[];
  readonly workloads: readonly (readonly [string, Workload])[];
}

/**
 * Workloads whose maximum replicas would not find room on the pools' maximum nodes. Simple and on the safe side: no node is shared
 * by two workloads, and replicas above the maximum during an update are not counted, since an update then takes fewer at a time.
 *
 * Spot nodes count for workloads that tolerate them, but never beyond the pool's configured max: they may all be taken back at once.
 */
export function replicaFindings(tenancy: Tenancy): Finding[] {
  const taken = new Map<string, number>();
  return choosingOrder(tenancy.workloads).flatMap(([name, workload]): Finding[] => {
    const rooms = roomsFor(tenancy, workload.spot, taken);
    const max = maxReplicas(scalingPlan(workload.scaling));
    const fit = place(max, workload, rooms, taken);
    const field = workload.scaling.engine === "fixed" ? "replicas" : "max";
    return fit === max
      ? []
      : [{ path: ["workloads", name, "scaling", field], message: describe(tenancy.cluster, max, fit, workload, rooms) }];
  });
}

/** Those that avoid spot have fewer nodes to choose from, so they choose first. */
function choosingOrder(workloads: Tenancy["workloads"]): Tenancy["workloads"] {
  return [...workloads].sort(([, a], [, b]) => Number(a.spot === "tolerate") - Number(b.spot === "tolerate"));
}

function roomsFor({ cloud, pools, halves }: Tenancy, spot: Workload["spot"], taken: ReadonlyMap<string, number>): Room[] {
  return pools
    .filter(([, pool]) => pool.taints.length === 0)
    .map(([name, { shape, max }]) => {
      const usable = halves.filter(({ pool, capacity }) => pool === name && (capacity === "on-demand" || spot === "tolerate"));
      const reach = usable.reduce((total, { bounds }) => total + bounds.max, 0);
      return { pool: name, nodes: Math.max(0, Math.min(max, reach) - (taken.get(name) ?? 0)), ...allocatable(cloud, shape) };
    });
}

/** Fills nodes and writes down which are taken; returns how many replicas found room. */
function place(replicas: number, { resources: { requests } }: Workload, rooms: readonly Room[], taken: Map<string, number>): number {
  let placed = 0;
  for (const { pool, nodes, milliCpu, mebibytes, pods } of rooms) {
    const byCpu = Math.floor(milliCpu / toMilliCpu(requests.cpu));
    const byMemory = Math.floor(mebibytes / toMebibytes(requests.memory));
    const perNode = Math.max(0, Math.min(byCpu, byMemory, pods));
    const used = perNode === 0 ? 0 : Math.min(nodes, Math.ceil((replicas - placed) / perNode));
    taken.set(pool, (taken.get(pool) ?? 0) + used);
    placed += Math.min(replicas - placed, used * perNode);
  }
  return placed;
}

function describe(cluster: string, max: number, fit: number, { resources: { requests }, spot }: Workload, rooms: readonly Room[]): string {
  const nodes = rooms.map((room) => `${room.nodes} of ${room.pool} with ${room.milliCpu}m and ${room.mebibytes}Mi each`).join(", ");
  const without = spot === "avoid" ? ", spot nodes left out" : "";
  const found = rooms.length === 0 ? "it has no pool without taints" : `its untainted pools have room for ${fit} (${nodes}${without})`;
  return `${max} replicas of ${requests.cpu} and ${requests.memory} do not fit in ${cluster}: ${found}; lower the replicas or the requests, or raise a pool's max`;
}

/** Rounded up, as the scheduler does. Quantities are valid in a parsed config. */
function toMilliCpu(cpu: string): number {
  return Number(((parseQuantity(cpu) ?? 0n) + 999_999n) / 1_000_000n);
}

function toMebibytes(memory: string): number {
  const mebibyte = 1_000_000_000n * 1024n * 1024n;
  return Number(((parseQuantity(memory) ?? 0n) + mebibyte - 1n) / mebibyte);
}
