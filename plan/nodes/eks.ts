import type { NodePool } from "../../config/nodePools";
import type { EksPool } from "../model/pool";
import { poolName } from "../naming/physicalNames";
import { machinesFor, type PoolCluster, poolFingerprint, poolParts } from "./pools";

/** A managed node group for each part: several machine types of one size, for spot finds more capacity among many. */
export function eksPools(cluster: PoolCluster, pools: Readonly<Record<string, NodePool>>): EksPool[] {
  return poolParts("aws", cluster, pools).map((part) => {
    const machineTypes = machinesFor(part.shape).aws;
    const physicalName = poolName.aws(cluster.name, part.key);
    return {
      ...part,
      machineTypes,
      physicalName,
      immutable: { machines: machineTypes.join(", "), zones: cluster.zones.join(", ") },
      fingerprint: poolFingerprint(cluster, { ...part, machineTypes, arch: part.shape.arch, physicalName }),
    };
  });
}
