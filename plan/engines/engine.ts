import type { ResolvedFleet } from "../../config/resolve";
import type { PlatformPlan } from "../model/engines";
import type { EnginePlan } from "../model/engines/plan";
import type { WorkloadPlan } from "../model/workload";

/** What an engine's plan follows from, beside its own section. */
export interface EngineContext {
  readonly fleet: ResolvedFleet;
  /** The cluster's name. */
  readonly cluster: string;
  /** The cluster's. */
  readonly workloads: readonly WorkloadPlan[];
  /** The engines above its own in the table. */
  readonly others: PlatformPlan;
}

/** What most engines have none of. */
export const nothingElse = {
  identity: undefined,
  everyNode: [],
  networkAccess: { awsServices: [] },
  alerts: [],
  needs: [],
  provides: { namespaceLabels: {}, beforePods: [], sidecar: undefined },
} satisfies Partial<EnginePlan>;

/**
 * How a chart's DaemonSet takes an update: a tenth of the nodes at a time, rounded up, so that the wait for it does not grow with the nodes.
 * One by one, as charts have it, thirty nodes would take longer than Helm waits before it rolls back.
 * https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/daemon-set-v1/#DaemonSetSpec
 */
export const rollByShare = { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "10%" } };

/** All engines that a cluster has. */
export function enginesIn(platform: PlatformPlan): readonly EnginePlan[] {
  return Object.values(platform) as readonly EnginePlan[];
}
