import type { Finding } from "../../config/file/messages";
import type { Tenancy } from "../model/tenancy";
import type { WorkloadPlan } from "../model/workload";
import { maxReplicas } from "../scaling";
import { type PodSize, shareOf, sizesOf } from "./packing";
import { emptyNodes, place, type PlacedNode, roomOn, type Skew, skewOf } from "./room/placement";
import { describeCrowded, describeEngines, describeStuck, poolsOf } from "./room/messages";
import { cloudTenant, engineTenant, fits, kindsFor, nodeKinds, podOf, startsOneMore, takes } from "./room/tenancy";

export type { Tenancy };

/**
 * Workloads whose maximum replicas would not find room on the pools' maximum nodes, all of them at once, beside the cluster's own pods.
 *
 * Nodes are shared. Every pod is put on a node that takes it and has room, the least free to choose and the largest first, so that what
 * passes does fit. What is refused may fit in another order; docs/operate/pools.md says by how much at most.
 */
export function replicaFindings(tenancy: Tenancy): Finding[] {
  const { nodes, left } = withEngines(tenancy);
  const engines = left.length === 0 ? [] : [{ path: ["clusters", tenancy.cluster], message: describeEngines(tenancy, left) }];
  const ordered = inOrder(tenancy);
  const judged = ordered.map((workload) => ({ workload, tooLarge: unfitting(tenancy, workload) }));
  const others = judged.flatMap(({ workload, tooLarge }) => (tooLarge === undefined ? [workload] : []));
  return [...engines, ...judged.flatMap(({ tooLarge = [] }) => tooLarge), ...crowded(tenancy, others, nodes)];
}

/** A workload of which not even one replica fits a node; undefined where one does, and where no node takes it however small it is. */
function unfitting(tenancy: Tenancy, workload: WorkloadPlan): Finding[] | undefined {
  const { cloud, sidecar } = tenancy;
  const kinds = kindsFor(tenancy, workload);
  const pod = podOf(tenancy, workload);
  if (kinds.length === 0 || kinds.some((kind) => fits(kind, pod))) return undefined;
  const resource = kinds.some(({ empty }) => empty.milliCpu >= pod.milliCpu) ? "memory" : "cpu";
  const beside = sidecar === undefined ? "" : `, with ${sidecar[resource]} of the mesh's sidecar beside it,`;
  const nodes = poolsOf(kinds).map(({ pool, empty: { milliCpu, mebibytes } }) => `${pool} leaves ${milliCpu}m and ${mebibytes}Mi`);
  const message =
    `${workload.resources.requests[resource]}${beside} fits no node on ${cloud}: of a node, ${nodes.join(", ")} to its pods; ` +
    "request less, or add a pool of larger nodes without taints";
  return [{ path: ["workloads", workload.name, "resources", "requests", resource], message }];
}

/** The first workload of which not all replicas find a node, and who else has none; or whose updates could not begin. */
function crowded(tenancy: Tenancy, workloads: readonly WorkloadPlan[], nodes: readonly PlacedNode[]): Finding[] {
  const short = workloads.flatMap((workload) => {
    const fit = placeWorkload(tenancy, workload, nodes, maxReplicas(workload.scaling));
    return fit === maxReplicas(workload.scaling) ? [] : [{ workload, fit }];
  });
  const [first, ...others] = short;
  if (first !== undefined) {
    const names = others.map(({ workload: { name } }) => name);
    return [{ path: boundOf(first.workload), message: describeCrowded(tenancy, first.workload, first.fit, names) }];
  }
  // One after the other: what one update starts first has gone when the next one needs the room.
  const stuck = workloads.find((workload) => {
    const pod = podOf(tenancy, workload);
    return startsOneMore(workload) && !nodes.some((node) => takes(node.kind, workload) && roomOn(node, pod) > 0);
  });
  return stuck === undefined ? [] : [{ path: boundOf(stuck), message: describeStuck(tenancy, stuck) }];
}

function boundOf({ name, scaling }: WorkloadPlan): Finding["path"] {
  return ["workloads", name, "scaling", scaling.engine === "fixed" ? "replicas" : "max"];
}

function placeWorkload(tenancy: Tenancy, workload: WorkloadPlan, nodes: readonly PlacedNode[], replicas: number): number {
  const open = nodes.filter(({ kind }) => takes(kind, workload));
  return place(replicas, podOf(tenancy, workload), open, skewOf(workload.spread));
}

const anySkew: Skew = { zone: Infinity, host: Infinity };

/** The nodes once the engines' pods are on them, the largest first, and those that found no room. */
function withEngines(tenancy: Tenancy): { readonly nodes: readonly PlacedNode[]; readonly left: readonly PodSize[] } {
  const nodes = emptyNodes(nodeKinds(tenancy), tenancy.zones);
  const [{ kind } = { kind: undefined }] = nodes;
  const share = (pod: PodSize) => (kind === undefined ? 0 : shareOf(pod, kind.empty));
  const pods = tenancy.engines.pods
    .flatMap((group) => sizesOf([group]).map((pod) => ({ pod, tenant: group.ofCloud === true ? cloudTenant(tenancy) : engineTenant })))
    .sort((a, b) => share(b.pod) - share(a.pod));
  const left = pods.filter(({ pod, tenant }) => {
    const open = nodes.filter(({ kind: of }) => takes(of, tenant));
    return place(1, pod, open, anySkew) === 0;
  });
  return { nodes, left: left.map(({ pod }) => pod) };
}

/** Those with the fewest nodes to choose from choose first, and among them those with the largest replicas. */
function inOrder(tenancy: Tenancy): readonly WorkloadPlan[] {
  const ranked = tenancy.workloads.map((workload) => {
    const kinds = kindsFor(tenancy, workload);
    const pod = podOf(tenancy, workload);
    const shares = kinds.map(({ empty }) => shareOf(pod, empty));
    return { workload, choice: kinds.reduce((total, { count }) => total + count, 0), share: Math.min(1, ...shares) };
  });
  return ranked.sort((a, b) => a.choice - b.choice || b.share - a.share).map(({ workload }) => workload);
}

/**
 * Replicas of one workload that find room where every other one has its maximum: as many as fit beside them, and its own maximum where that
 * fits with all of theirs.
 *
 * @param name of a workload of the tenancy
 */
export function roomBesideOthers(tenancy: Tenancy, name: string): number {
  const workload = tenancy.workloads.find((other) => other.name === name);
  if (workload === undefined) return 0;
  const { nodes } = withEngines(tenancy);
  for (const other of inOrder(tenancy)) if (other !== workload) placeWorkload(tenancy, other, nodes, maxReplicas(other.scaling));
  const beside = placeWorkload(tenancy, workload, nodes, Infinity);
  const max = maxReplicas(workload.scaling);
  return beside < max && replicaFindings(tenancy).length === 0 ? max : beside;
}

/** What a stack file may say: config/nodePools.ts. */
const largestPool = 1000;

/** A pool that makes room for so many replicas of a workload, and by how many nodes its maximum has to grow; undefined where none does. */
export function nodesForReplicas(
  tenancy: Tenancy,
  workload: WorkloadPlan,
  replicas: number,
): { readonly pool: string; readonly nodes: number } | undefined {
  const pod = podOf(tenancy, workload);
  const pool = nodeKinds(tenancy).find((kind) => takes(kind, workload) && fits(kind, pod))?.pool;
  if (pool === undefined) return undefined;
  const suffices = (nodes: number) => roomBesideOthers(withMoreNodes(tenancy, pool, nodes), workload.name) >= replicas;
  let [few, enough] = [-1, largestPool];
  if (!suffices(enough)) return undefined;
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (suffices(middle)) enough = middle;
    else few = middle;
  }
  return { pool, nodes: enough };
}

function withMoreNodes(tenancy: Tenancy, name: string, nodes: number): Tenancy {
  const larger = tenancy.pools.map((part) =>
    part.pool === name
      ? {
          ...part,
          poolMax: part.poolMax + nodes,
          bounds: { ...part.bounds, max: part.bounds.max + (part.capacityType === "on-demand" ? nodes : 0) },
        }
      : part,
  );
  return { ...tenancy, pools: larger };
}
