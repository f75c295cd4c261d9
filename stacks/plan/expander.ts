import type { NodePoolPlan } from "./fleetPlan";

/**
 * Which of a cluster's EKS node groups the cluster autoscaler tries first, highest number first: spot, then on-demand. Each is an expression
 * that matches the name of its Auto Scaling group: "eks-", the node group's prefix, the 18 digits of the provider's timestamp. No name matches two.
 * https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/expander/priority/readme.md
 */
export function expanderPriorities(
  pools: readonly Pick<NodePoolPlan, "capacity" | "physicalName">[],
): Readonly<Record<string, readonly string[]>> {
  const groups = (capacity: NodePoolPlan["capacity"]) =>
    pools.filter((pool) => pool.capacity === capacity).map(({ physicalName }) => `^eks-${physicalName}[0-9]{18}`);
  const priorities = { "10": groups("on-demand"), "50": groups("spot") };
  return Object.fromEntries(Object.entries(priorities).filter(([, expressions]) => expressions.length > 0));
}
