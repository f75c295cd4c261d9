import type { Workload } from "../../config/workloads";
import type { Cloud } from "../../catalogue/clouds";
import { addedToNodes, archLabel } from "../../facts/nodes";
import type { ClusterPlan } from "../model/fleet";
import type { Taint } from "../model/pool";
import { sortedKeys } from "../order";
import { spotTaints } from "../nodes/spotTaints";
import { scalingPlan } from "../scaling";
import type { SpreadRule, WorkloadPlan } from "../model/workload";

/** What most images are built for, and all that are built without a word about it on most machines. */
const usualArchitectures: WorkloadPlan["architectures"] = ["amd64"];

/**
 * One workload of one cluster, after overrides.
 *
 * @param poolArchitectures of the pools that its pods may run on: those without taints of the operator's own
 */
export function workloadPlan(
  cloud: ClusterPlan["cloud"],
  name: string,
  workload: Workload,
  poolArchitectures: WorkloadPlan["architectures"] = [],
): WorkloadPlan {
  const {
    namespace = name,
    image,
    port,
    expose,
    architectures = usualArchitectures,
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
    tolerations:
      cloud === "existing" ? [] : [...(spot === "avoid" ? [] : spotTaints[cloud]), ...archTaints(cloud, architectures, poolArchitectures)],
    nodeSelector: archSelector(architectures, poolArchitectures),
    architectures,
    spot,
    capacity: { rpsPerReplica: workload.capacity?.rpsPerReplica, connections: workload.capacity?.connections ?? {} },
    rollingUpdate,
    shutdown,
    scaling: scalingPlan(scaling),
    disruptionBudget,
  };
}

/** Taints by which a cloud keeps other images off nodes that these are built for. */
function archTaints(
  cloud: Cloud,
  architectures: WorkloadPlan["architectures"],
  poolArchitectures: WorkloadPlan["architectures"],
): readonly Taint[] {
  const shared = architectures.filter((arch) => poolArchitectures.includes(arch));
  return shared.flatMap((arch) => addedToNodes(cloud, { spot: false, arch }).taints);
}

/** Without it, a node of another architecture would pull an image that it cannot run. */
function archSelector(
  [arch, ...more]: WorkloadPlan["architectures"],
  poolArchitectures: WorkloadPlan["architectures"],
): WorkloadPlan["nodeSelector"] {
  const isNeeded = arch !== undefined && more.length === 0 && poolArchitectures.some((other) => other !== arch);
  return isNeeded ? { [archLabel]: arch } : {};
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
