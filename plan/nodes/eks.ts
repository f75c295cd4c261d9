import type { Finding } from "../../config/file/messages";
import type { NodePool } from "../../config/nodePools";
import type { EksPlan } from "../model/eks";
import type { EksPool, NodeGroup } from "../model/pool";
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

/** A cluster's managed node groups: one a part of a pool, or under Karpenter those that keep nodes, since what it adds is in none. */
export function managedNodeGroups({ nodeAutoscaler, pools }: Pick<EksPlan, "nodeAutoscaler" | "pools">): readonly NodeGroup[] {
  return nodeAutoscaler.kind === "karpenter" ? nodeAutoscaler.nodeGroups : pools;
}

const mostTaints = 50;
const taintsPage = "https://docs.aws.amazon.com/eks/latest/userguide/node-taints-managed-node-groups.html";
/** Of a label's or a taint's key, its prefix included, where Kubernetes counts the name alone: https://docs.aws.amazon.com/eks/latest/APIReference/API_Taint.html */
const longestKey = 63;
const groupPage = "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html";

/** What EKS takes less of than Kubernetes does, the program's own counted. The same in every cluster, so that it is said once. */
export function eksGroupFindings(groups: readonly NodeGroup[]): Finding[] {
  const names = [...new Set(groups.map(({ pool }) => pool))];
  return names.flatMap((pool) => {
    // What the operator wrote is in all of its parts, and the spot part has more.
    const [part] = groups.filter((group) => group.pool === pool).sort((a, b) => b.taints.length - a.taints.length);
    return part === undefined ? [] : [...tooManyTaints(part), ...misfits(part)];
  });
}

function tooManyTaints({ key, pool, taints }: NodeGroup): Finding[] {
  if (taints.length <= mostTaints) return [];
  const message = `come to ${taints.length} on ${key}, the program's own included, and an EKS node group takes ${mostTaints} at most; remove ${taints.length - mostTaints} (${taintsPage})`;
  return [{ path: ["nodePools", pool, "taints"], message }];
}

function misfits({ pool, labels, taints }: NodeGroup): Finding[] {
  const path = ["nodePools", pool];
  const ofLabels = Object.entries(labels).flatMap(([key, value]) =>
    [
      ...tooLong(key),
      ...(value === "" ? [`is empty, and EKS takes no label without a value; write one, such as "true" (${groupPage})`] : []),
    ].map((message) => ({ path: [...path, "labels", key], message })),
  );
  const ofTaints = taints.flatMap(({ key }, index) =>
    tooLong(key).map((message) => ({ path: [...path, "taints", index, "key"], message })),
  );
  return [...ofLabels, ...ofTaints];
}

function tooLong(key: string): string[] {
  if (key.length <= longestKey) return [];
  return [`"${key}" has ${key.length} characters with its prefix, at most ${longestKey} are taken by EKS; shorten it (${groupPage})`];
}
