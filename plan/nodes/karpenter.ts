import type { Finding } from "../../config/file/messages";
import type { EnginePods } from "./packing";
import type { Capacity, NodeAutoscaling, NodePoolPlan, Taint } from "../model/fleet";
import { fingerprintOf } from "./liveSize";
import { vcpusOf } from "../../catalogue/machines";

/**
 * How Karpenter runs a cluster's pools: the nodes that a pool keeps are a managed node group of exactly that size, the ones above are
 * Karpenter's. docs/decisions/karpenter.md
 */
export interface KarpenterPlan {
  readonly kind: "karpenter";
  /** Each of its pods is on a node that it did not make. */
  readonly controller: EnginePods;
  /** Halves of pools that keep nodes, at their minimum: their size never changes by itself. */
  readonly nodeGroups: readonly NodePoolPlan[];
  /** Halves of pools that may grow, as far as they may. */
  readonly nodePools: readonly KarpenterNodePool[];
  readonly disruption: Disruption;
}

/** One object of kind NodePool. */
export interface KarpenterNodePool {
  /** The half's key, and the object's name. */
  readonly key: string;
  readonly capacity: Capacity;
  /** Of two that would do, the one with the higher number is tried first. */
  readonly weight: number;
  readonly machineTypes: readonly string[];
  readonly arch: NodePoolPlan["arch"];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** Nodes above the half's minimum. */
  readonly maxNodes: number;
  /** vCPUs of that many nodes, which are all of one size. */
  readonly maxVcpus: number;
  /** Changes exactly when something of the above does. 10 hexadecimal digits. */
  readonly fingerprint: string;
}

/** When Karpenter takes nodes away. Durations as Go writes them, such as "10m". */
export interface Disruption {
  /** Without a change of its pods, before a node may go or be replaced by a cheaper one. */
  readonly consolidateAfter: string;
  /** Of a pool's nodes that may be on their way out at once; rounded up. Expired nodes do not ask. */
  readonly maxNodesAtOnce: string;
  readonly expireAfter: string;
}

/** Spot before on-demand, as under the cluster autoscaler. */
const weights: Readonly<Record<Capacity, number>> = { spot: 50, "on-demand": 10 };

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
  const pool = { key, capacity, weight: weights[capacity], machineTypes, arch, labels, taints, maxNodes, maxVcpus };
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
