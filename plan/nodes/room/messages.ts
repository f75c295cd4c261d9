import type { Tenancy } from "../../model/tenancy";
import type { WorkloadPlan } from "../../model/workload";
import { maxReplicas } from "../../scaling";
import type { PodSize } from "../packing";
import { skewOf } from "./placement";
import { engineTenant, kindsFor, type NodeKind, nodeKinds, takes } from "./tenancy";

/** Both kinds of a pool's nodes as one. */
export function poolsOf(kinds: readonly NodeKind[]): NodeKind[] {
  const names = [...new Set(kinds.map(({ pool }) => pool))];
  return names.flatMap((name) => {
    const own = kinds.filter(({ pool }) => pool === name);
    return own.slice(0, 1).map((kind) => ({ ...kind, count: own.reduce((total, { count }) => total + count, 0) }));
  });
}

export function describeCrowded(tenancy: Tenancy, workload: WorkloadPlan, fit: number, others: readonly string[]): string {
  const { cluster, sidecar, engines, workloads } = tenancy;
  const { resources, spot, scaling, architectures } = workload;
  const { cpu, memory } = resources.requests;
  const kinds = poolsOf(kindsFor(tenancy, workload));
  const each = sidecar === undefined ? "" : `, and ${sidecar.cpu} and ${sidecar.memory} of the mesh's sidecar each,`;
  const nodes = kinds
    .map(({ pool, count, empty }) => `${count} of ${pool} with ${empty.milliCpu}m and ${empty.mebibytes}Mi each`)
    .join(", ");
  const without = spot === "avoid" ? ", spot nodes left out" : "";
  const max = maxReplicas(scaling);
  const neighbours = [
    ...(engines.pods.length === 0 ? [] : ["the cluster's own pods"]),
    ...(workloads.length === 1 ? [] : ["the other workloads"]),
  ];
  const beside = neighbours.length === 0 ? "" : `beside ${neighbours.join(" and ")} `;
  const { zone, host } = skewOf(workload.spread);
  const even = [
    ...(zone < Infinity && tenancy.zones > 1 ? [`zones no more than ${zone}`] : []),
    ...(host < Infinity ? [`nodes no more than ${host}`] : []),
  ];
  const apart = even.length === 0 ? "" : `, ${even.join(" and ")} apart`;
  const found =
    kinds.length === 0 ? nowhere(tenancy, architectures) : `${beside}its untainted pools have room for ${fit} (${nodes}${without}${apart})`;
  const remedy =
    kinds.length === 0 ? "add a pool that takes it, without taints" : "lower the replicas or the requests, or raise a pool's max";
  return `${max} replicas of ${cpu} and ${memory}${each} do not fit in ${cluster}: ${found}${also(others)}; ${remedy}`;
}

/** A large cluster's names would bury the message. */
function also(names: readonly string[]): string {
  if (names.length === 0) return "";
  const shown = names.length <= 5 ? names.join(", ") : `${names.slice(0, 4).join(", ")} and ${names.length - 4} more`;
  return `; nor do all replicas of ${shown} fit then`;
}

export function describeStuck(
  { cluster }: Tenancy,
  { scaling, resources: { requests }, rollingUpdate: { maxUnavailable } }: WorkloadPlan,
): string {
  return (
    `${maxReplicas(scaling)} replicas of ${requests.cpu} and ${requests.memory} leave no node of ${cluster} with room for the one more that ` +
    `every update starts first (rollingUpdate.maxUnavailable ${maxUnavailable} lets it take none away); ` +
    "lower the replicas or the requests, raise a pool's max, or let an update take one away"
  );
}

/** Why a workload has no node at all. */
function nowhere(tenancy: Tenancy, architectures: WorkloadPlan["architectures"]): string {
  const others = [...new Set(nodeKinds(tenancy).flatMap(({ arch, count }) => (count > 0 ? [arch] : [])))];
  if (others.length === 0 || others.some((arch) => architectures.includes(arch))) return "it has no pool without taints";
  return `its pools without taints are ${others.join(" and ")}, and the image is for ${architectures.join(" and ")} (write architectures if it is for more)`;
}

export function describeEngines(tenancy: Tenancy, left: readonly PodSize[]): string {
  const sizes = left.map(({ milliCpu, mebibytes }) => `${milliCpu}m and ${mebibytes}Mi`).join(", ");
  const nodes = nodeKinds(tenancy)
    .filter((kind) => kind.count > 0 && takes(kind, engineTenant))
    .map(({ pool, count, empty }) => `${count} on-demand of ${pool} with ${empty.milliCpu}m and ${empty.mebibytes}Mi each`);
  const found = nodes.length === 0 ? "it has no pool without taints" : `its untainted pools have ${nodes.join(", ")}`;
  const remedy = nodes.length === 0 ? "add a pool without taints" : "raise a pool's max or its shape";
  return `has no room for ${left.length} of the cluster's own pods (${sizes}): ${found}; ${remedy}, or ask for fewer engines in platform`;
}
