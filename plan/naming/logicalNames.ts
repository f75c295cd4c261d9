import type { Finding } from "../../config/file/messages";
import type { ClusterPlan } from "../model/fleet";
import { namespacesOf } from "../workloads/workloads";
import type { NodePoolPlan } from "../model/pool";
import type { WorkloadPlan } from "../model/workload";

/** What the logical names of a cluster's pools, namespaces and workloads are made of. */
export type NamedCluster = Pick<ClusterPlan, "name" | "id" | "cloud"> & {
  readonly pools: readonly Pick<NodePoolPlan, "key" | "pool">[];
  readonly workloads: readonly Pick<WorkloadPlan, "name" | "namespace">[];
};

interface LogicalName {
  /** A URN has the type as well, so names of two kinds may be equal. */
  readonly kind: string;
  readonly name: string;
  readonly cluster: string;
  /** What follows the cluster in the name, as its stack file calls it. */
  readonly part: string;
}

/**
 * Logical names that two clusters would share, and with them one URN. Keys may hold hyphens and digits themselves, so "a-0" with "b-1-c"
 * and "a-0-b-1" with "c" are joined to the same text.
 */
export function logicalNameFindings(clusters: readonly NamedCluster[]): Finding[] {
  const taken = new Map<string, LogicalName>();
  const findings: Finding[] = [];
  for (const name of clusters.flatMap(joinedNames)) {
    const key = `${name.kind} ${name.name}`;
    const first = taken.get(key);
    if (first === undefined) taken.set(key, name);
    else findings.push({ path: ["clusters", name.cluster], message: describe(first, name) });
  }
  return findings;
}

function joinedNames({ name: cluster, id, cloud, pools, workloads }: NamedCluster): LogicalName[] {
  const namespaces = namespacesOf(workloads);
  return [
    // Each cloud's pools have a type of their own.
    ...pools.map(({ key, pool }) => ({ kind: `${cloud} node pools`, name: `${id}-${key}`, cluster, part: `nodePools.${pool}` })),
    ...namespaces.map((namespace) => ({
      kind: "namespaces",
      name: `${id}-${namespace}-namespace`,
      cluster,
      part: `namespace ${namespace}`,
    })),
    ...workloads.map(({ name }) => ({ kind: "workloads", name: `${id}-${name}`, cluster, part: `workloads.${name}` })),
  ];
}

function describe(first: LogicalName, second: LogicalName): string {
  const places = [first, second].map(({ cluster, part }) => `${part} in clusters.${cluster}`).join(" and ");
  return `"${second.name}" would be the logical name of two ${second.kind}: ${places}; rename one of these, or one of the clusters`;
}
