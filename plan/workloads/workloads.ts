import type { Workload } from "../../config/workloads";
import type { ClusterPlan } from "../model/fleet";
import { sortedKeys } from "../order";
import { spotTaints } from "../nodes/spotTaints";
import { scalingPlan } from "../scaling";
import type { SpreadRule, WorkloadPlan } from "../model/workload";

/** One workload of one cluster, after overrides. */
export function workloadPlan(cloud: ClusterPlan["cloud"], name: string, workload: Workload): WorkloadPlan {
  const {
    namespace = name,
    image,
    port,
    expose,
    env,
    resources,
    probes,
    spot,
    rollingUpdate,
    shutdown,
    scaling,
    disruptionBudget,
  } = workload;
  return {
    name,
    namespace,
    selectorLabels: { "app.kubernetes.io/name": name },
    image,
    port,
    exposedPort: expose?.port,
    env: sortedKeys(env),
    resources,
    probes,
    spread: spreadRules(workload.spread),
    // Which nodes of an existing cluster are spot nodes is not known, nor what keeps pods off them.
    tolerations: spot === "avoid" || cloud === "existing" ? [] : spotTaints[cloud],
    spot,
    capacity: { rpsPerReplica: workload.capacity?.rpsPerReplica, connections: workload.capacity?.connections ?? {} },
    rollingUpdate,
    shutdown,
    scaling: scalingPlan(scaling),
    disruptionBudget,
  };
}

/** Each once, in the order of the workloads. */
export function namespacesOf(workloads: readonly Pick<WorkloadPlan, "namespace">[]): readonly string[] {
  return [...new Set(workloads.map(({ namespace }) => namespace))];
}

function spreadRules({ zone, host }: Workload["spread"]): SpreadRule[] {
  return [
    ...(zone === undefined ? [] : [{ topologyKey: "topology.kubernetes.io/zone" as const, ...zone }]),
    ...(host === undefined ? [] : [{ topologyKey: "kubernetes.io/hostname" as const, ...host }]),
  ];
}
