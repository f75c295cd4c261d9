import type { Finding } from "../../config/file/messages";
import type { ClusterPlan } from "../model/fleet";
import type { EnginePlan } from "../model/engines/plan";

interface Owned {
  /** Of the engine, in the fleet's file. */
  readonly place: string;
  readonly namespaces: readonly string[];
}

/** Workloads in a namespace of an engine that runs beside them: two would make it, and its pods may do more than theirs. */
export function namespaceFindings(clusters: readonly ClusterPlan[]): Finding[] {
  return clusters.flatMap((cluster) => {
    const owners = ownersIn(cluster);
    return cluster.workloads.flatMap(({ name, namespace }) => {
      const owner = owners.find(({ namespaces }) => namespaces.includes(namespace));
      if (owner === undefined) return [];
      const message = `"${namespace}" is a namespace of ${owner.place}, which makes it and says what pods there may do; write another namespace`;
      return [{ path: ["workloads", name, "namespace"], message }];
    });
  });
}

function ownersIn(cluster: ClusterPlan): Owned[] {
  const engines = Object.entries<EnginePlan | undefined>({ ...cluster.platform }).map(
    ([word, engine]) => [`platform.${word}`, engine] as const,
  );
  const ofCluster =
    cluster.cloud === "aws"
      ? ([
          [`the node autoscaler of clusters.${cluster.name}`, cluster.nodeAutoscaler.engine],
          [`the load balancer controller of clusters.${cluster.name}`, cluster.loadBalancerController],
        ] as const)
      : [];
  return [...engines, ...ofCluster].flatMap(([place, engine]) =>
    engine === undefined ? [] : [{ place, namespaces: namespacesIn(engine) }],
  );
}

/** Its own, and those that its charts are in. */
function namespacesIn({ namespace, charts }: EnginePlan): readonly string[] {
  return [...(namespace === undefined ? [] : [namespace.name]), ...charts.map((chart) => chart.namespace)];
}
