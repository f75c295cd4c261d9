/** A violation that the fleet lives with. */
export interface Exception {
  /** One of the rule's ids. */
  readonly id: string;
  /** Type token of the resources that it is about. */
  readonly type: string;
  readonly reason: string;
  /** What would end it; undefined where nothing on our side would. */
  readonly ends?: string;
}

const eks = "aws:eks/cluster:Cluster";
const aks = "azure-native:containerservice:ManagedCluster";
const gke = "gcp:container/cluster:Cluster";

const reachable =
  "whoever runs pulumi makes objects in the cluster too, and hosted CI is outside its network; only the named blocks get in";
const toPrivate = "apiAccess: { mode: private } in the stack file, once CI runs inside the networks";

/** Decided, each for its reason. The list shrinks: a test fails when one is not needed any more, and when there are more than before. */
export const accepted: readonly Exception[] = [
  { id: "CKV_AWS_39", type: eks, reason: reachable, ends: toPrivate },
  { id: "CKV_AZURE_115", type: aks, reason: reachable, ends: toPrivate },
  { id: "CIS GKE 5.6.4", type: gke, reason: reachable, ends: toPrivate },
  {
    id: "CKV_AZURE_117",
    type: aks,
    reason:
      "disks are encrypted with the platform's keys; nodes hold nothing for long, and a lost key of our own would take the nodes along",
    ends: "a workload that keeps customers' data on a disk",
  },
  {
    id: "CIS AKS 5.3.1",
    type: aks,
    reason: "secrets are encrypted with the platform's keys; a key of our own is in a vault, and whoever loses that loses the cluster",
    ends: "a vault of the owner's in the stack file",
  },
  {
    id: "CKV_GCP_65",
    type: gke,
    reason: "staging names no group of administrators, and GKE takes only a group that exists in the owner's domain",
    ends: "a group: in clouds.gcp.admins of Pulumi.staging.yaml",
  },
  {
    id: "CIS EKS 5.4.5",
    type: "kubernetes:core/v1:Service",
    reason: "the front door passes TCP through on port 80, for a gateway that has no certificate yet",
    ends: "certificates and a TLS listener in the gateway",
  },
];
