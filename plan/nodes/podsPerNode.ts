import { machinesOf, type Shape } from "../../catalogue/machines";
import type { Cloud } from "../../catalogue/clouds";

/** GKE gives a node twice its pods, so 64 pods take a /25: https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr */
export const gkePodsPerNode = 64;

/**
 * An overlay gives every node a /24, of which AKS lets 250 pods use addresses; but it also keeps 20 MB of a node for each pod that might come.
 * https://learn.microsoft.com/azure/aks/node-resource-reservations
 */
export const aksPodsPerNode = 64;

/** Pods that the VPC CNI has addresses for: each interface's first address is its own, and two pods use the node's. */
export function eksPodsPerNode(shape: Shape): number {
  const machines = machinesOf(shape);
  return machines === undefined ? Infinity : machines.interfaces * (machines.addressesPerInterface - 1) + 2;
}

/** Pods that a node of the size may have, those of the system included. */
export function podsPerNode(cloud: Cloud, shape: Shape): number {
  return { aws: Math.min(eksPodsPerNode(shape), 110), azure: aksPodsPerNode, gcp: gkePodsPerNode }[cloud];
}
