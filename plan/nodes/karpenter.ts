import type { Finding } from "../../config/file/messages";
import { fingerprintOf } from "./liveSize";
import { vcpusOf } from "../../catalogue/machines";
import type { KarpenterNodePool, KarpenterPlan } from "../model/eks";
import { karpenterWeights } from "./poolOrder";
import type { NodeAutoscaling } from "../model/cluster";
import type { NodePoolPlan } from "../model/pool";

/** @param halves of all pools of the cluster */
export function karpenterPlan(halves: readonly NodePoolPlan[], { scaleDownUnneededMinutes }: NodeAutoscaling): KarpenterPlan {
  return {
    kind: "karpenter",
    // Two, on two nodes, wherever there are two: one of them leads.
    controller: { replicas: Math.min(nodesForController(halves), 2), requests: { cpu: "500m", memory: "1Gi" } },
    nodeGroups: halves.filter(({ bounds }) => bounds.min > 0).map(atMinimum),
    nodePools: halves.filter(({ bounds }) => bounds.max > bounds.min).map(aboveMinimum),
    disruption: { consolidateAfter: `${scaleDownUnneededMinutes}m`, maxNodesAtOnce: "10%", expireAfter: "720h" },
  };
}

/** The half as Karpenter's clusters have it: without nodes that it keeps there is nothing that a cloud keeps for life. */
export function underKarpenter(half: NodePoolPlan): NodePoolPlan {
  return half.bounds.min > 0 ? half : { ...half, forLife: {} };
}

/** The half's own fingerprint changes with its maximum, which is none of the group's business. */
function atMinimum(half: NodePoolPlan): NodePoolPlan {
  const { min } = half.bounds;
  const group = { ...half, bounds: { min, max: min }, initial: min, fingerprint: "" };
  return { ...group, fingerprint: fingerprintOf(group) };
}

function aboveMinimum({ key, capacity, bounds, machineTypes, arch, labels, taints }: NodePoolPlan): KarpenterNodePool {
  const maxNodes = bounds.max - bounds.min;
  const [type = ""] = machineTypes;
  const maxVcpus = maxNodes * vcpusOf("aws", type);
  const pool = { key, capacity, weight: karpenterWeights[capacity], machineTypes, arch, labels, taints, maxNodes, maxVcpus };
  return { ...pool, fingerprint: fingerprintOf(pool) };
}

/** Nodes that are always there and take any pod. */
function nodesForController(halves: readonly NodePoolPlan[]): number {
  return halves
    .filter(({ capacity, taints }) => capacity === "on-demand" && taints.length === 0)
    .reduce((nodes, { bounds }) => nodes + bounds.min, 0);
}

/** What Karpenter would refuse, or could not start with. */
export function karpenterFindings(cluster: string, halves: readonly NodePoolPlan[]): Finding[] {
  const homeless: Finding[] =
    nodesForController(halves) > 0
      ? []
      : [
          {
            path: ["nodePools"],
            message:
              `keeps no on-demand node without taints in ${cluster}, and Karpenter runs on nodes that it did not make; ` +
              "raise min of a pool without taints, lower its spotPercent, or write nodeAutoscaler: clusterAutoscaler",
          },
        ];
  const reserved = halves
    .filter(({ capacity }) => capacity === "on-demand")
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
