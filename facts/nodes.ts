export interface NodeTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: "NoSchedule" | "NoExecute";
}

/** What a cloud puts on a node by itself, whatever the pool's own labels and taints are. */
export interface NodeAdditions {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
}

export interface NodeTraits {
  readonly spot: boolean;
  readonly arch: "amd64" | "arm64";
}

/** The kubelet's own label, on every node of every cloud: https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-arch */
export const archLabel = "kubernetes.io/arch";

const aksSpot = { key: "kubernetes.azure.com/scalesetpriority", value: "spot" } as const;

const additions = {
  /** No taints. The label: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-capacity-types */
  aws: ({ spot }) => ({ labels: { "eks.amazonaws.com/capacityType": spot ? "SPOT" : "ON_DEMAND" }, taints: [] }),
  /** Nothing for Arm. https://learn.microsoft.com/azure/aks/spot-node-pool and https://learn.microsoft.com/azure/aks/use-arm64-vms */
  azure: ({ spot }) =>
    spot ? { labels: { [aksSpot.key]: aksSpot.value }, taints: [{ ...aksSpot, effect: "NoSchedule" }] } : { labels: {}, taints: [] },
  /**
   * No taint for spot in pools that people make. Arm nodes are kept for images that say they are for Arm.
   * https://docs.cloud.google.com/kubernetes-engine/docs/concepts/spot-vms and
   * https://docs.cloud.google.com/kubernetes-engine/docs/how-to/prepare-arm-workloads-for-deployment
   */
  gcp: ({ spot, arch }) => ({
    labels: spot ? { "cloud.google.com/gke-spot": "true" } : {},
    taints: arch === "arm64" ? [{ key: archLabel, value: "arm64", effect: "NoSchedule" }] : [],
  }),
} satisfies Readonly<Record<string, (node: NodeTraits) => NodeAdditions>>;

/** Labels and taints that a cloud's nodes have without anybody asking for them. */
export function addedToNodes(cloud: keyof typeof additions, node: NodeTraits): NodeAdditions {
  return additions[cloud](node);
}
