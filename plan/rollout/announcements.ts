import type { ClusterPlan } from "../model/fleet";
import type { DeployedCluster } from "../model/outputs";
import { isManaged } from "../cluster/isManaged";
import { shrunkNodeGroups } from "./nodeAutoscalerHandover";

/** What of a cluster may change in its place, while no list of changed resources shows what that takes. */
export type ChangeableTraits = Pick<DeployedCluster, "nodeAutoscaler" | "apiAccess">;

export function changeableTraits(plan: ClusterPlan): ChangeableTraits {
  if (!isManaged(plan)) return {};
  return { ...(plan.cloud === "aws" ? { nodeAutoscaler: plan.nodeAutoscaler.kind } : {}), apiAccess: plan.apiAccess.mode };
}

/**
 * What whoever runs an update should know of a cluster before it, one sentence each.
 *
 * @param before what the last update recorded, or what another version of the files plans
 */
export function announcements(plan: ClusterPlan, before: ChangeableTraits & Pick<DeployedCluster, "slot" | "pools">): string[] {
  if (!isManaged(plan) || before.slot !== plan.slot) return [];
  const { apiAccess } = before;
  const closes = apiAccess !== undefined && apiAccess !== "private" && plan.apiAccess.mode === "private";
  return [
    ...shrunkNodeGroups(plan, before),
    ...(closes
      ? [
          `${plan.name}: apiAccess goes from ${apiAccess} to private, and the same update then makes the cluster's objects through its private address: ` +
            "run it from a network that leads there and resolves its name; from anywhere else it stops half-way, and is run again from there",
        ]
      : []),
  ];
}
