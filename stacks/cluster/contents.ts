import type * as pulumi from "@pulumi/pulumi";
import { installEngines } from "../../components/engines";
import type { Engines } from "../../components/engines/engine";
import type { BehindFrontDoor } from "../../components/kubernetes/inCluster";
import { createNamespace } from "../../components/kubernetes/namespace";
import { Workload } from "../../components/workload/workload";
import { inOrder } from "../../plan/engines";
import { enginesIn } from "../../plan/engines/engine";
import type { ClusterPlan } from "../../plan/model/fleet";
import { namespacesOf } from "../../plan/workloads/workloads";

export interface Contents {
  /** By name. */
  readonly workloads: Readonly<Record<string, Workload>>;
  readonly engines: Engines;
}

/** What a cluster is there for: its namespaces and, in them, its workloads, and beside them its engines. */
export function deployContents(plan: ClusterPlan, inside: BehindFrontDoor): Contents {
  const { id, platform } = plan;
  const labels = Object.fromEntries(enginesIn(platform).flatMap(({ provides }) => Object.entries(provides.namespaceLabels)));
  for (const name of namespacesOf(plan.workloads)) {
    const { metadata } = createNamespace(`${id}-${name}-namespace`, name, inside.partOf, inside.opts, { labels });
    inside.namespaces.add(name, metadata.name);
  }
  const engines = installEngines(id, platform, inOrder(platform), inside);
  const dependsOn = [...inside.nodes, ...beforePods(plan, engines)];
  const workloads = plan.workloads.map((workload) => {
    return [workload.name, new Workload(`${id}-${workload.name}`, { plan: workload, dependsOn }, inside)] as const;
  });
  return { workloads: Object.fromEntries(workloads), engines };
}

/** What engines have to have done before a workload's pods start. */
function beforePods({ platform }: ClusterPlan, engines: Engines): readonly pulumi.Resource[] {
  return inOrder(platform).flatMap((word) =>
    (platform[word]?.provides.beforePods ?? []).flatMap((step) => engines.get(word)?.step(step) ?? []),
  );
}
