import type { GkeNodes } from "../model/gke";
import type { NodePoolPlan } from "../model/pool";

/** What only GKE asks about a cluster's pools, by pool key. */
export function gkeNodes(pools: readonly NodePoolPlan[], zones: number, kubernetes: string): Readonly<Record<string, GkeNodes>> {
  return Object.fromEntries(
    pools.map((pool) => [pool.key, { initialPerZone: initialPerZone(pool, zones), shutdown: shutdownOf(pool, kubernetes) }]),
  );
}

/**
 * Nodes to begin with in each zone, which is how GKE counts here: rounded up, so that there are at least `initial` in all, unless that
 * would be more than the pool may have. A pool that may have fewer nodes than there are zones therefore begins empty, and its autoscaler
 * brings the first nodes.
 *
 * @example initialPerZone({ initial: 5, bounds: { min: 3, max: 20 } }, 3) // 2, so 6 nodes
 */
export function initialPerZone({ initial, bounds }: Pick<NodePoolPlan, "initial" | "bounds">, zones: number): number {
  return Math.min(Math.ceil(initial / zones), Math.floor(bounds.max / zones));
}

/**
 * A spot node has 30 seconds by default, of which GKE leaves 15 to workloads: too few for a gateway that drains. From 1.35 on it may have 120.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/spot-vms
 */
function shutdownOf({ capacity }: NodePoolPlan, kubernetes: string): GkeNodes["shutdown"] {
  const minor = Number(kubernetes.split(".")[1]);
  return capacity === "spot" && minor >= 35 ? { seconds: 120, criticalPodsSeconds: 15 } : undefined;
}
