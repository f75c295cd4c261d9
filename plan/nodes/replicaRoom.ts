import type { Finding } from "../../config/file/messages";
import { allocatable, type Allocatable } from "./allocatable";
import { lessEveryNode, pack, sizeOf, sizesOf, type PodSize } from "./packing";
import type { Room } from "../model/capacity";
import { enginesIn } from "../engines/engine";
import { type EngineLoad, engineLoad } from "../engines/load";
import type { Cloud } from "../../catalogue/clouds";
import type { ManagedPlan } from "../model/fleet";
import type { PoolCommon } from "../model/pool";
import type { Quantities, WorkloadPlan } from "../model/workload";
import { maxReplicas } from "../scaling";
import { spotTaints } from "./spotTaints";

/** What a cluster's nodes have to hold. */
export interface Tenancy {
  readonly cluster: string;
  readonly cloud: Cloud;
  readonly pools: readonly PoolCommon[];
  readonly workloads: readonly WorkloadPlan[];
  /** What stands beside the container in every workload's pod. @default nothing */
  readonly sidecar?: Quantities | undefined;
  /** What the nodes carry before any workload. */
  readonly engines: EngineLoad;
}

export function tenancyOf(plan: ManagedPlan): Tenancy {
  const { name, cloud, pools, workloads, platform } = plan;
  const [sidecar] = enginesIn(platform).flatMap(({ provides }) => provides.sidecar ?? []);
  return { cluster: name, cloud, pools, workloads, sidecar, engines: engineLoad(plan) };
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
  const workloads = choosingOrder(tenancy.workloads).flatMap((workload) => {
    const rooms = roomsFor(tenancy, workload, taken);
    return unfitting(tenancy, workload, rooms) ?? crowded(tenancy, workload, rooms, taken);
  });
  return left.length === 0 ? workloads : [{ path: ["clusters", tenancy.cluster], message: describeEngines(tenancy, left) }, ...workloads];
}

/** A workload of which not even one replica fits a node; undefined where one does. */
function unfitting({ cloud, sidecar }: Tenancy, workload: WorkloadPlan, rooms: readonly Room[]): Finding[] | undefined {
  if (rooms.length === 0 || rooms.some(({ perNode }) => perNode > 0)) return undefined;
  const pod = podOf(workload, sidecar);
  const resource = rooms.some(({ milliCpu }) => milliCpu >= pod.milliCpu) ? "memory" : "cpu";
  const beside = sidecar === undefined ? "" : `, with ${sidecar[resource]} of the mesh's sidecar beside it,`;
  const nodes = rooms.map(({ pool, milliCpu, mebibytes }) => `${pool} leaves ${milliCpu}m and ${mebibytes}Mi`).join(", ");
  const message =
    `${workload.resources.requests[resource]}${beside} fits no node on ${cloud}: of a node, ${nodes} to its pods; ` +
    "request less, or add a pool of larger nodes without taints";
  return [{ path: ["workloads", workload.name, "resources", "requests", resource], message }];
}

/** A workload of which not all replicas find a node; writes down the nodes that they take. */
function crowded(tenancy: Tenancy, workload: WorkloadPlan, rooms: readonly Room[], taken: Taken): Finding[] {
  const { name, scaling } = workload;
  const max = maxReplicas(scaling);
  const fit = place(max, rooms, taken);
  const field = scaling.engine === "fixed" ? "replicas" : "max";
  return fit === max ? [] : [{ path: ["workloads", name, "scaling", field], message: describe(tenancy, max, fit, workload, rooms) }];
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
  return [...workloads].sort((a, b) => Number(a.spot === "tolerate") - Number(b.spot === "tolerate"));
}

/**
 * Nodes that are left to one workload where every other one has its maximum replicas.
 *
 * @param name of a workload of the tenancy
 */
export function roomBesideOthers(tenancy: Tenancy, name: string): Room[] {
  const { taken } = settleEngines(tenancy);
  for (const workload of choosingOrder(tenancy.workloads))
    if (workload.name !== name) place(maxReplicas(workload.scaling), roomsFor(tenancy, workload, taken), taken);
  return tenancy.workloads.filter((workload) => workload.name === name).flatMap((workload) => roomsFor(tenancy, workload, taken));
}

interface Nodes {
  readonly pool: string;
  readonly parts: readonly string[];
  readonly most: number;
  /** Each of them. */
  readonly node: Allocatable;
}

/** Of the pools without taints of the operator's own, in order of their names. */
function nodesFor({ cloud, pools, engines }: Tenancy, spot: WorkloadPlan["spot"]): Nodes[] {
  const own = new Set(spotTaints[cloud].map(({ key }) => key));
  const open = pools.filter(({ taints }) => taints.every(({ key }) => own.has(key)));
  return [...new Set(open.map(({ pool }) => pool))].flatMap((name) => {
    const parts = open.filter(({ pool }) => pool === name);
    const usable = parts.filter(({ capacity }) => capacity === "on-demand" || spot === "tolerate");
    const all = usable.reduce((total, { bounds }) => total + bounds.max, 0);
    return parts.slice(0, 1).map(({ shape, poolMax }) => ({
      pool: name,
      parts: usable.map(({ key }) => key),
      most: Math.min(poolMax, all),
      node: lessEveryNode(allocatable(cloud, shape), engines),
    }));
  });
}

function podOf({ resources }: WorkloadPlan, sidecar: Quantities | undefined): PodSize {
  return sizeOf([resources.requests, ...(sidecar === undefined ? [] : [sidecar])]);
}

function roomsFor(tenancy: Tenancy, workload: WorkloadPlan, taken: Taken): Room[] {
  const pod = podOf(workload, tenancy.sidecar);
  return nodesFor(tenancy, workload.spot).map(({ node: { milliCpu, mebibytes, pods }, ...nodes }) => ({
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
  { resources: { requests }, spot }: WorkloadPlan,
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
