import type { Finding } from "../config/messages";
import type { NodePool } from "../config/nodePools";
import { parseQuantity } from "../config/quantity";
import type { Workload } from "../config/workloads";
import { allocatable } from "./allocatable";
import type { Cloud, NodePoolPlan, Quantities } from "./fleetPlan";
import { maxReplicas, scalingPlan } from "./replicas";

/** Nodes of one pool that a workload's replicas may run on. */
export interface Room {
  readonly pool: string;
  /** Halves of the pool that count: "general", "general-spot". */
  readonly halves: readonly string[];
  /** What they can come to together. */
  readonly most: number;
  /** Those of them that nobody else has. */
  readonly nodes: number;
  /** Replicas that one node holds. */
  readonly perNode: number;
  readonly milliCpu: number;
  readonly mebibytes: number;
}

/** A cluster and what was configured for it, after overrides. */
export interface Tenancy {
  readonly cluster: string;
  readonly cloud: Cloud;
  readonly pools: readonly (readonly [string, NodePool])[];
  readonly halves: readonly NodePoolPlan[];
  readonly workloads: readonly (readonly [string, Workload])[];
  /** What stands beside the container in every pod. @default nothing */
  readonly sidecar?: Quantities | undefined;
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
    const rooms = roomsFor(tenancy, workload, taken);
    const max = maxReplicas(scalingPlan(workload.scaling));
    const fit = place(max, rooms, taken);
    const field = workload.scaling.engine === "fixed" ? "replicas" : "max";
    return fit === max ? [] : [{ path: ["workloads", name, "scaling", field], message: describe(tenancy, max, fit, workload, rooms) }];
  });
}

/** Those that avoid spot have fewer nodes to choose from, so they choose first. */
function choosingOrder(workloads: Tenancy["workloads"]): Tenancy["workloads"] {
  return [...workloads].sort(([, a], [, b]) => Number(a.spot === "tolerate") - Number(b.spot === "tolerate"));
}

/**
 * Nodes that are left to one workload where every other one has its maximum replicas.
 *
 * @param name of a workload of the tenancy
 */
export function roomBesideOthers(tenancy: Tenancy, name: string): Room[] {
  const taken = new Map<string, number>();
  for (const [other, workload] of choosingOrder(tenancy.workloads))
    if (other !== name) place(maxReplicas(scalingPlan(workload.scaling)), roomsFor(tenancy, workload, taken), taken);
  return tenancy.workloads.flatMap(([own, workload]) => (own === name ? roomsFor(tenancy, workload, taken) : []));
}

/** @param taken nodes by pool */
function roomsFor({ cloud, pools, halves, sidecar }: Tenancy, workload: Workload, taken: ReadonlyMap<string, number>): Room[] {
  return pools
    .filter(([, pool]) => pool.taints.length === 0)
    .map(([name, { shape, max }]) => {
      const usable = halves.filter(({ pool, capacity }) => pool === name && (capacity === "on-demand" || workload.spot === "tolerate"));
      const most = Math.min(
        max,
        usable.reduce((total, { bounds }) => total + bounds.max, 0),
      );
      const { milliCpu, mebibytes, pods } = allocatable(cloud, shape);
      const containers = [workload.resources.requests, ...(sidecar === undefined ? [] : [sidecar])];
      const podMilliCpu = sum(containers.map(({ cpu }) => toMilliCpu(cpu)));
      const podMebibytes = sum(containers.map(({ memory }) => toMebibytes(memory)));
      return {
        pool: name,
        halves: usable.map(({ key }) => key),
        most,
        nodes: Math.max(0, most - (taken.get(name) ?? 0)),
        perNode: Math.max(0, Math.min(Math.floor(milliCpu / podMilliCpu), Math.floor(mebibytes / podMebibytes), pods)),
        milliCpu,
        mebibytes,
      };
    });
}

/** Fills nodes and writes down which are taken; returns how many replicas found room. */
function place(replicas: number, rooms: readonly Room[], taken: Map<string, number>): number {
  let placed = 0;
  for (const { pool, nodes, perNode } of rooms) {
    const used = perNode === 0 ? 0 : Math.min(nodes, Math.ceil((replicas - placed) / perNode));
    taken.set(pool, (taken.get(pool) ?? 0) + used);
    placed += Math.min(replicas - placed, used * perNode);
  }
  return placed;
}

function describe(
  { cluster, sidecar }: Tenancy,
  max: number,
  fit: number,
  { resources: { requests }, spot }: Workload,
  rooms: readonly Room[],
): string {
  const beside = sidecar === undefined ? "" : `, and ${sidecar.cpu} and ${sidecar.memory} of the mesh's sidecar each,`;
  const nodes = rooms.map((room) => `${room.nodes} of ${room.pool} with ${room.milliCpu}m and ${room.mebibytes}Mi each`).join(", ");
  const without = spot === "avoid" ? ", spot nodes left out" : "";
  const found = rooms.length === 0 ? "it has no pool without taints" : `its untainted pools have room for ${fit} (${nodes}${without})`;
  return `${max} replicas of ${requests.cpu} and ${requests.memory}${beside} do not fit in ${cluster}: ${found}; lower the replicas or the requests, or raise a pool's max`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Rounded up, as the scheduler does. Quantities are valid in a parsed config. */
function toMilliCpu(cpu: string): number {
  return Number(((parseQuantity(cpu) ?? 0n) + 999_999n) / 1_000_000n);
}

function toMebibytes(memory: string): number {
  const mebibyte = 1_000_000_000n * 1024n * 1024n;
  return Number(((parseQuantity(memory) ?? 0n) + mebibyte - 1n) / mebibyte);
}
