import type { Shape } from "../../catalogue/machines";
import { podsPerNode } from "./podsPerNode";
import type { Cloud } from "../../catalogue/clouds";

/** What a node has left for a fleet's own pods. */
export interface Allocatable {
  readonly milliCpu: number;
  readonly mebibytes: number;
  readonly pods: number;
}

/**
 * A node's size less what its cloud keeps for the kubelet and the system, less the cluster's own pods on every node.
 * Conservative: all three clouds are held to Google Cloud's memory formula, which keeps the most.
 *
 * - GKE: https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes
 * - AKS: https://learn.microsoft.com/azure/aks/node-resource-reservations
 * - EKS: https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go
 */
export function allocatable(cloud: Cloud, shape: Shape): Allocatable {
  const { vcpu, memoryGiB } = shape;
  const everyNode = daemons[cloud];
  return {
    milliCpu: 1000 * vcpu - reservedMilliCpu(cloud, vcpu) - everyNode.milliCpu,
    mebibytes: 1024 * memoryGiB - reservedMebibytes(memoryGiB) - everyNode.mebibytes,
    pods: podsPerNode(cloud, shape) - everyNode.pods,
  };
}

/** Requests of what runs on each node: network agent, kube-proxy, storage driver, identity agent, log collector. */
const mostNodes: Allocatable = { milliCpu: 400, mebibytes: 500, pods: 12 };

/**
 * GKE's ask for the most processor time. AKS's ask for more memory: its network service (250 MiB), Cilium, two storage drivers, node manager,
 * masquerading, and the Key Vault driver with its provider (240 MiB).
 * https://github.com/Azure/AKS/issues/5244 and https://github.com/Azure/secrets-store-csi-driver-provider-azure/tree/master/charts
 */
const daemons: Readonly<Record<Cloud, Allocatable>> = { aws: mostNodes, azure: { ...mostNodes, mebibytes: 810 }, gcp: mostNodes };

/** 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the rest; AKS keeps 60 millicores and 20 a core. */
function reservedMilliCpu(cloud: Cloud, vcpu: number): number {
  if (cloud === "azure") return 60 + 20 * vcpu;
  return 60 + (vcpu > 1 ? 10 : 0) + 5 * Math.min(Math.max(vcpu - 2, 0), 2) + 2.5 * Math.max(vcpu - 4, 0);
}

/** A quarter of the first 4 GiB, a fifth of the next 4, a tenth of the next 8, 6 % of the next 112, 2 % of the rest; 100 MiB before eviction. */
function reservedMebibytes(memoryGiB: number): number {
  const steps = [
    { upTo: 4, share: 0.25 },
    { upTo: 8, share: 0.2 },
    { upTo: 16, share: 0.1 },
    { upTo: 128, share: 0.06 },
    { upTo: Infinity, share: 0.02 },
  ];
  let kept = 0;
  let from = 0;
  for (const { upTo, share } of steps) {
    kept += share * 1024 * Math.max(Math.min(memoryGiB, upTo) - from, 0);
    from = upTo;
  }
  return Math.ceil(kept) + 100;
}
