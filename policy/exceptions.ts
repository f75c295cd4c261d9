/** A violation that the fleet lives with. */
export interface Exception {
  /** One of the rule's ids. */
  readonly id: string;
  /** Stacks that it is made for; every other one has to satisfy the rule. */
  readonly stacks: readonly [string, ...string[]];
  /** Logical name of the resources that it is about, with at most one "*" for whatever differs between clusters: "*-control-plane". */
  readonly resource: string;
  /** Type token of those. */
  readonly type: string;
  readonly reason: string;
  /** What would end it; undefined where nothing on our side would. */
  readonly ends?: string;
}

const eks = "aws:eks/cluster:Cluster";
const aks = "azure-native:containerservice:ManagedCluster";
const gke = "gcp:container/cluster:Cluster";
const deployment = "kubernetes:apps/v1:Deployment";

/** prod, and what test/policy/plannedStacks.ts plans of it with another section: whoever has the one answer has the other. */
const reachableFleets = ["prod", "prod-karpenter", "prod-platform", "staging"] as const;
const fleets = [...reachableFleets, "prod-private"] as const;

const controlPlane = "*-control-plane";
const gateway = "*-api-gateway-deployment";

const reachable =
  "whoever runs pulumi makes objects in the cluster too, and hosted CI is outside its network; only the named blocks get in";
const toPrivate = "apiAccess: { mode: private } in the stack file, once CI runs inside the networks";

/** Decided, each for its reason. The list shrinks: a test fails when one is not needed any more, and when there are more than before. */
export const accepted: readonly Exception[] = [
  { id: "CKV_AWS_39", stacks: reachableFleets, resource: controlPlane, type: eks, reason: reachable, ends: toPrivate },
  { id: "CKV_AZURE_115", stacks: reachableFleets, resource: controlPlane, type: aks, reason: reachable, ends: toPrivate },
  { id: "CIS GKE 5.6.4", stacks: reachableFleets, resource: controlPlane, type: gke, reason: reachable, ends: toPrivate },
  {
    id: "CKV_AZURE_117",
    stacks: fleets,
    resource: controlPlane,
    type: aks,
    reason:
      "disks are encrypted with the platform's keys; nodes hold nothing for long, and a lost key of our own would take the nodes along",
    ends: "a workload that keeps customers' data on a disk",
  },
  {
    id: "CIS AKS 5.3.1",
    stacks: fleets,
    resource: controlPlane,
    type: aks,
    reason: "secrets are encrypted with the platform's keys; a key of our own is in a vault, and whoever loses that loses the cluster",
    ends: "a vault of the owner's in the stack file",
  },
  {
    id: "CKV_AZURE_4",
    stacks: fleets,
    resource: controlPlane,
    type: aks,
    reason:
      "what containers write is not kept: Container insights asks for rules of collection and a workspace that takes logs from the internet or by a private link, and charges by the gigabyte; docs/decisions/azure-checks.md",
    ends: "a word in the stack file for who keeps containers' output, on AKS and on EKS",
  },
  {
    id: "CKV_GCP_65",
    stacks: ["staging"],
    resource: controlPlane,
    type: gke,
    reason: "staging names no group of administrators, and GKE takes only a group that exists in the owner's domain",
    ends: "a group: in clouds.gcp.admins of Pulumi.staging.yaml",
  },
  {
    id: "CIS EKS 5.4.5",
    stacks: fleets,
    resource: "*-api-gateway-service",
    type: "kubernetes:core/v1:Service",
    reason: "the front door passes TCP through on port 80, for a gateway that has no certificate yet",
    ends: "certificates and a TLS listener in the gateway",
  },
  {
    id: "CKV_K8S_15",
    stacks: fleets,
    resource: gateway,
    type: deployment,
    reason: "a replica that starts on a node which has the image must not need a registry, least of all when a cloud is lost",
  },
  {
    id: "CKV_K8S_40",
    stacks: fleets,
    resource: gateway,
    type: deployment,
    reason: "an image's files belong to the user that its maker chose; the namespace refuses root, whoever that is",
    ends: "a word for the user in the workload",
  },
  {
    id: "CKV_K8S_43",
    stacks: fleets,
    resource: gateway,
    type: deployment,
    reason: "the examples' image is nobody's, and so has no digest; a stack file takes image: name@sha256:... as it takes a tag",
    ends: "an image by its digest in the stack file",
  },
  {
    id: "CKV2_K8S_6",
    stacks: fleets,
    resource: gateway,
    type: deployment,
    reason:
      "whom a workload talks with is not in the stack file; clusters enforce policies that others bring, and no cluster's pods can be reached from another",
    ends: "a word in the workload for whom it talks with",
  },
  {
    id: "CKV2_K8S_2",
    stacks: ["prod-platform"],
    resource: "*-flux-api-gateway-edits",
    type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
    reason:
      "who may write to the repository that Flux follows may change the workloads' namespaces: that is what it is for, and all that it may",
  },
];
