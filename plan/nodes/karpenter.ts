import type { Finding } from "../../config/file/messages";
import { fingerprintOf } from "./liveSize";
import { vcpusOf } from "../../catalogue/machines";
import type { KarpenterNodePool, KarpenterPlan } from "../model/eks";
import { karpenterWeights } from "./poolOrder";
import type { NodeAutoscaling } from "../model/cluster";
import type { EnginePods } from "../model/engines/plan";
import type { EksPool, NodeGroup } from "../model/pool";

/** What becomes of pools under Karpenter. */
export type KarpenterNodes = Pick<KarpenterPlan, "nodeGroups" | "nodePools" | "disruption">;

/** @param pools all parts of all pools of the cluster */
export function karpenterNodes(pools: readonly EksPool[], { scaleDownUnneededMinutes }: NodeAutoscaling): KarpenterNodes {
  return {
    nodeGroups: pools.filter(({ bounds }) => bounds.min > 0).map(atMinimum),
    nodePools: pools.filter(({ bounds }) => bounds.max > bounds.min).map(aboveMinimum),
    disruption: { consolidateAfter: `${scaleDownUnneededMinutes}m`, maxNodesAtOnce: "10%", expireAfter: "720h" },
  };
}

/** The pool as Karpenter's clusters have it: without nodes that it keeps there is nothing that cannot be changed. */
export function underKarpenter(pool: EksPool): EksPool {
  return pool.bounds.min > 0 ? pool : { ...pool, immutable: {} };
}

/** The pool's own fingerprint changes with its maximum, which is none of the group's business. */
function atMinimum({ poolMax, ...pool }: EksPool): NodeGroup {
  const { min } = pool.bounds;
  const group = { ...pool, bounds: { min, max: min }, initial: min };
  return { ...group, fingerprint: groupFingerprint(group) };
}

/** Recorded beside groups that exist: other names of these properties would be other fingerprints. */
function groupFingerprint(group: NodeGroup): string {
  const { key, pool, capacityType: capacity, bounds, initial, machineTypes, shape, labels, taints, physicalName, immutable } = group;
  const sent = { key, pool, capacity, bounds, initial, machineTypes, arch: shape.arch, labels, taints, physicalName };
  return fingerprintOf({ ...sent, forLife: immutable, fingerprint: "" });
}

function aboveMinimum({ key, capacityType, bounds, machineTypes, shape: { arch }, labels, taints }: EksPool): KarpenterNodePool {
  const maxNodes = bounds.max - bounds.min;
  const [type = ""] = machineTypes;
  const maxVcpus = maxNodes * vcpusOf("aws", type);
  const sent = { key, machineTypes, arch, labels, taints, maxNodes, maxVcpus, weight: karpenterWeights[capacityType] };
  // Recorded beside pools that exist: another name of a property would be another fingerprint.
  return { ...sent, capacityType, fingerprint: fingerprintOf({ ...sent, capacity: capacityType }) };
}

/** Two of its own pods, on two nodes, wherever there are two: one of them leads. */
export function controllerPods(pools: readonly EksPool[]): EnginePods {
  return { replicas: Math.min(nodesForController(pools), 2), requests: { cpu: "500m", memory: "1Gi" } };
}

/** Nodes that are always there and take any pod. */
function nodesForController(pools: readonly EksPool[]): number {
  return pools
    .filter(({ capacityType, taints }) => capacityType === "on-demand" && taints.length === 0)
    .reduce((nodes, { bounds }) => nodes + bounds.min, 0);
}

/** What Karpenter would refuse, or could not start with. */
export function karpenterFindings(cluster: string, pools: readonly EksPool[]): Finding[] {
  const homeless: Finding[] =
    nodesForController(pools) > 0
      ? []
      : [
          {
            path: ["nodePools"],
            message:
              `keeps no on-demand node without taints in ${cluster}, and Karpenter runs on nodes that it did not make; ` +
              "raise min of a pool without taints, lower its spotPercent, or write nodeAutoscaler: clusterAutoscaler",
          },
        ];
  const reserved = pools
    .filter(({ capacityType }) => capacityType === "on-demand")
    .flatMap(({ pool, labels }) =>
      Object.keys(labels)
        .filter((label) => reservedDomain.test(label))
        .map((label) => ({
          path: ["nodePools", pool, "labels", label],
          message: `${label} is in a domain of Karpenter's own, which runs ${cluster}; take another label`,
        })),
    );
  return [...homeless, ...reserved];
}

/** Held by the objects' own definition: https://karpenter.sh/docs/concepts/nodepools/#spectemplatemetadatalabels */
const reservedDomain = /^([^/]*\.)?karpenter\.(sh|k8s\.aws)\//;
