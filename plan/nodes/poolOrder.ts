import type { CapacityType, NodePoolPlan } from "../model/pool";

/**
 * Which of a cluster's EKS node groups the cluster autoscaler tries first, highest number first: spot, then on-demand. Each is an expression
 * that matches the name of its Auto Scaling group: "eks-", the node group's prefix, the 18 digits of the provider's timestamp. No name matches two.
 * https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/expander/priority/readme.md
 */
export function expanderPriorities(
  pools: readonly Pick<NodePoolPlan, "capacityType" | "physicalName">[],
): Readonly<Record<string, readonly string[]>> {
  const groups = (capacityType: CapacityType) =>
    pools.filter((pool) => pool.capacityType === capacityType).map(({ physicalName }) => `^eks-${physicalName}[0-9]{18}`);
  const priorities = { "10": groups("on-demand"), "50": groups("spot") };
  return Object.fromEntries(Object.entries(priorities).filter(([, expressions]) => expressions.length > 0));
}

/**
 * The same for AKS, whose scale sets are called "aks-<pool>-<digits>-vmss". The system pool comes first: only pods that tolerate its taint
 * can make it an option, and they belong there; a group that no expression matches is not used at all while another one is.
 * https://learn.microsoft.com/azure/aks/cluster-autoscaler#cluster-autoscaler-profile-settings
 */
export function aksExpanderPriorities(
  pools: readonly Pick<NodePoolPlan, "capacityType" | "physicalName">[],
  systemPool: string,
): Readonly<Record<string, readonly string[]>> {
  const groups = (capacityType: CapacityType) =>
    pools.filter((pool) => pool.capacityType === capacityType).map(({ physicalName }) => scaleSet(physicalName));
  const priorities = { "10": groups("on-demand"), "50": groups("spot"), "90": [scaleSet(systemPool)] };
  return Object.fromEntries(Object.entries(priorities).filter(([, expressions]) => expressions.length > 0));
}

/** Names of pools have no hyphens, so no name of one can begin another's. */
function scaleSet(pool: string): string {
  return `^aks-${pool}-`;
}

/**
 * Keys of the pools in the order in which GKE's autoscaler is to try them: spot, then on-demand. Within a step it takes the cheapest that
 * fits, and skips what a pod does not tolerate. Empty where there is nothing to choose.
 */
export function poolPriorities(pools: readonly Pick<NodePoolPlan, "key" | "capacityType">[]): readonly (readonly string[])[] {
  const steps = (["spot", "on-demand"] as const).map((capacityType) =>
    pools.filter((pool) => pool.capacityType === capacityType).map(({ key }) => key),
  );
  return steps.every((keys) => keys.length > 0) ? steps : [];
}

/** The same for Karpenter, which tries the higher weight first. */
export const karpenterWeights: Readonly<Record<CapacityType, number>> = { spot: 50, "on-demand": 10 };
