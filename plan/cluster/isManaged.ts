import type { ClusterPlan, ManagedPlan } from "../model/fleet";

export function isManaged(plan: ClusterPlan): plan is ManagedPlan {
  return plan.cloud !== "existing";
}
