import type { Finding } from "../../config/file/messages";
import type { NodePool } from "../../config/nodePools";
import type { Workload } from "../../config/workloads";
import { allocatable, type Allocatable } from "./allocatable";
import { lessEveryNode, pack, sizeOf, sizesOf, type PodSize } from "./packing";
import type { Room } from "../model/capacity";
import type { EngineLoad } from "../engines/load";
import type { Cloud } from "../../catalogue/clouds";
import type { NodePoolPlan } from "../model/pool";
import type { Quantities } from "../model/workload";
import { maxReplicas, scalingPlan } from "../scaling";

/** A cluster and what was configured for it, after overrides. */
export interface Tenancy {
  readonly cluster: string;
  readonly cloud: Cloud;
  readonly pools: readonly (readonly [string, NodePool])[];
  readonly halves: readonly NodePoolPlan[];
  readonly workloads: readonly (readonly [string, Workload])[];
  /** What stands beside the container in every workload's pod. @default nothing */
  readonly sidecar?: Quantities | undefined;
  /** What the nodes carry before any workload. */
  readonly engines: EngineLoad;
}

/** Nodes by pool, beginning with those that engines fill. */
type Taken = Map<string, number>;

/**
 * Workloads whose maximum replicas would not find room on the pools' maximum nodes. Simple and on the safe side: no node is shared
 * by two workloads or by a workload and an engine, and replicas above the maximum during an update are not counted, since an update
 * then takes fewer at a time.
 *
 * Spot nodes count for workloads that tolerate them, but never beyond the pool's configured max: they may all be taken back at once.
 */
export function replicaFindings(tenancy: Tenancy): Finding[] {
  const { taken, left } = settleEngines(tenancy);
  const workloads = choosingOrder(tenancy.workloads).flatMap(([name, workload]): Finding[] => {
    const rooms = roomsFor(tenancy, workload, taken);
    const max = maxReplicas(scalingPlan(workload.scaling));
    const fit = place(max, rooms, taken);
    const field = workload.scaling.engine === "fixed" ? "replicas" : "max";
    return fit === max ? [] : [{ path: ["workloads", name, "scaling", field], message: describe(tenancy, max, fit, workload, rooms) }];
  });
  return left.length === 0 ? workloads : [{ path: ["clusters", tenancy.cluster], message: describeEngines(tenancy, left) }, ...workloads];
}

/** They tolerate no taint, and so no spot node. */
function settleEngines(tenancy: Tenancy): { readonly taken: Taken; readonly left: readonly PodSize[] } {
  const taken: Taken = new Map();
  let left: readonly PodSize[] = sizesOf(tenancy.engines);
  for (const { pool, most, node } of nodesFor(tenancy, "avoid")) {
    const packing = pack(left, node, most);
    taken.set(pool, packing.nodes);
    left = packing.left;
  }
  return { taken, left };
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
  const { taken } = settleEngines(tenancy);
  for (const [other, workload] of choosingOrder(tenancy.workloads))
    if (other !== name) place(maxReplicas(scalingPlan(workload.scaling)), roomsFor(tenancy, workload, taken), taken);
  return tenancy.workloads.flatMap(([own, workload]) => (own === name ? roomsFor(tenancy, workload, taken) : []));
}

interface Nodes {
  readonly pool: string;
  readonly halves: readonly string[];
  readonly most: number;
  /** Each of them. */
  readonly node: Allocatable;
}

/** Of the pools without taints. */
function nodesFor({ cloud, pools, halves, engines }: Tenancy, spot: Workload["spot"]): Nodes[] {
  return pools
    .filter(([, pool]) => pool.taints.length === 0)
    .map(([name, { shape, max }]) => {
      const usable = halves.filter(({ pool, capacity }) => pool === name && (capacity === "on-demand" || spot === "tolerate"));
      const all = usable.reduce((total, { bounds }) => total + bounds.max, 0);
      return {
        pool: name,
        halves: usable.map(({ key }) => key),
        most: Math.min(max, all),
        node: lessEveryNode(allocatable(cloud, shape), engines),
      };
    });
}

function roomsFor(tenancy: Tenancy, { resources, spot }: Workload, taken: Taken): Room[] {
  const { sidecar } = tenancy;
  const pod = sizeOf([resources.requests, ...(sidecar === undefined ? [] : [sidecar])]);
  return nodesFor(tenancy, spot).map(({ node: { milliCpu, mebibytes, pods }, ...nodes }) => ({
    ...nodes,
    nodes: Math.max(0, nodes.most - (taken.get(nodes.pool) ?? 0)),
    perNode: Math.max(0, Math.min(Math.floor(milliCpu / pod.milliCpu), Math.floor(mebibytes / pod.mebibytes), pods)),
    milliCpu,
    mebibytes,
  }));
}

/** Fills nodes and writes down which are taken; returns how many replicas found room. */
function place(replicas: number, rooms: readonly Room[], taken: Taken): number {
  let placed = 0;
  for (const { pool, nodes, perNode } of rooms) {
    const used = perNode === 0 ? 0 : Math.min(nodes, Math.ceil((replicas - placed) / perNode));
    taken.set(pool, (taken.get(pool) ?? 0) + used);
    placed += Math.min(replicas - placed, used * perNode);
  }
  return placed;
}

function describe(
  { cluster, sidecar, engines }: Tenancy,
  max: number,
  fit: number,
  { resources: { requests }, spot }: Workload,
  rooms: readonly Room[],
): string {
  const beside = sidecar === undefined ? "" : `, and ${sidecar.cpu} and ${sidecar.memory} of the mesh's sidecar each,`;
  const nodes = rooms.map((room) => `${room.nodes} of ${room.pool} with ${room.milliCpu}m and ${room.mebibytes}Mi each`).join(", ");
  const without = spot === "avoid" ? ", spot nodes left out" : "";
  const found =
    rooms.length === 0
      ? "it has no pool without taints"
      : `${engines.pods.length === 0 ? "" : "beside the cluster's own pods "}its untainted pools have room for ${fit} (${nodes}${without})`;
  return `${max} replicas of ${requests.cpu} and ${requests.memory}${beside} do not fit in ${cluster}: ${found}; lower the replicas or the requests, or raise a pool's max`;
}

function describeEngines(tenancy: Tenancy, left: readonly PodSize[]): string {
  const pods = left.map(({ milliCpu, mebibytes }) => `${milliCpu}m and ${mebibytes}Mi`).join(", ");
  const nodes = nodesFor(tenancy, "avoid").map(
    ({ pool, most, node }) => `${most} on-demand of ${pool} with ${node.milliCpu}m and ${node.mebibytes}Mi each`,
  );
  const found = nodes.length === 0 ? "it has no pool without taints" : `its untainted pools have ${nodes.join(", ")}`;
  return `has no room for ${left.length} of the cluster's own pods (${pods}): ${found}; raise a pool's max or its shape, or ask for fewer engines in platform`;
}
