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

/** All engines that a cluster has. */
export function enginesIn(platform: PlatformPlan): readonly EnginePlan[] {
  return Object.values(platform) as readonly EnginePlan[];
}
