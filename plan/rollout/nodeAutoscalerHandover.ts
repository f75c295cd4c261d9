import type { ManagedPlan } from "../model/fleet";
import type { DeployedCluster } from "../model/outputs";
import { ownEntry } from "../../facts/properties/ownEntry";

/**
 * Node groups that lose nodes while Karpenter takes over from the cluster autoscaler, one sentence each: from then on a group has exactly
 * the nodes that its pool keeps, and what the cluster autoscaler has added to it goes in the same update.
 */
export function shrunkNodeGroups(plan: ManagedPlan, before: Pick<DeployedCluster, "nodeAutoscaler" | "pools">): string[] {
  if (plan.cloud !== "aws" || plan.nodeAutoscaler.kind !== "karpenter" || before.nodeAutoscaler !== "clusterAutoscaler") return [];
  const groups = new Map(plan.nodeAutoscaler.nodeGroups.map(({ key, bounds }) => [key, bounds.max]));
  return plan.pools.flatMap(({ key, pool }) => {
    const [most, kept] = [ownEntry(before.pools, key)?.max ?? 0, groups.get(key) ?? 0];
    if (most <= kept) return [];
    return [
      `${plan.name}/${key}: Karpenter takes over from the cluster autoscaler, and the node group goes from ${most} nodes at most to ${kept}: ` +
        "the others are drained at once, while Karpenter starts nodes for pods that wait already; to go in steps, " +
        `first raise nodePools.${pool}.min to the nodes that there are, and lower it once Karpenter runs`,
    ];
  });
}
