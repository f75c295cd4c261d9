import type { NodePool } from "../../config/nodePools";
import type { GkePool, PoolCommon } from "../model/pool";
import { poolName } from "../naming/physicalNames";
import { machinesFor, type PoolCluster, poolFingerprint, poolParts } from "./pools";

/** A node pool for each part. It gets other machines of its architecture, and other zones, in place. */
export function gkePools(cluster: PoolCluster, pools: Readonly<Record<string, NodePool>>): GkePool[] {
  return poolParts("gcp", cluster, pools).map((part) => {
    const { arch } = part.shape;
    const machineType = machinesFor(part.shape).gcp;
    // The other architecture's machines start from another kind of disk, and a pool keeps its kind: https://docs.cloud.google.com/compute/docs/general-purpose-machines
    const physicalName = poolName.gcp(part.key, JSON.stringify({ arch }));
    return {
      ...part,
      machineTypes: [machineType],
      physicalName,
      immutable: { arch },
      fingerprint: poolFingerprint(cluster, { ...part, machineTypes: [machineType], arch, physicalName }),
      initialPerZone: initialPerZone(part, cluster.zones.length),
      shutdown: shutdownOf(part, cluster.kubernetes),
    };
  });
}

/**
 * Nodes to begin with in each zone, which is how GKE counts here: rounded up, so that there are at least `initial` in all, unless that
 * would be more than the pool may have. A pool that may have fewer nodes than there are zones therefore begins empty, and its autoscaler
 * brings the first nodes.
 *
 * @example initialPerZone({ initial: 5, bounds: { min: 3, max: 20 } }, 3) // 2, so 6 nodes
 */
export function initialPerZone({ initial, bounds }: Pick<PoolCommon, "initial" | "bounds">, zones: number): number {
  return Math.min(Math.ceil(initial / zones), Math.floor(bounds.max / zones));
}

/**
 * A spot node has 30 seconds by default, of which GKE leaves 15 to workloads: too few for a gateway that drains. From 1.35 on it may have 120.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/spot-vms
 */
function shutdownOf({ capacityType }: Pick<PoolCommon, "capacityType">, kubernetes: string): GkePool["shutdown"] {
  const minor = Number(kubernetes.split(".")[1]);
  return capacityType === "spot" && minor >= 35 ? { seconds: 120, criticalPodsSeconds: 15 } : undefined;
}
