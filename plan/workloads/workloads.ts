import type { Workload } from "../../config/workloads";
import type { ClusterPlan } from "../model/fleet";
import { sortedKeys } from "../order";
import { aksSpotTaint, spotTaint } from "../nodes/pools";
import { scalingPlan } from "../scaling";
import type { SpreadRule, WorkloadPlan } from "../model/workload";
import type { Taint } from "../model/pool";

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

/** Each once, in the order of the workloads. */
export function namespacesOf(workloads: readonly Pick<WorkloadPlan, "namespace">[]): readonly string[] {
  return [...new Set(workloads.map(({ namespace }) => namespace))];
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
