/** Checks that no rule stands for. */
export interface NotApplicable {
  readonly ids: readonly string[];
  readonly reason: string;
}

const noRegistry = "belongs to a registry, and this program makes none";

export const notApplicable: readonly NotApplicable[] = [
  { ids: ["CKV_AZURE_8"], reason: "AKS has had no dashboard add-on since Kubernetes 1.19, so there is nothing to switch off" },
  {
    ids: ["CKV_GCP_24", "CKV_K8S_24", "CKV_K8S_32", "CKV_K8S_36"],
    reason: "Kubernetes removed pod security policies in 1.25; namespaces enforce the restricted pod security standard instead",
  },
  {
    ids: ["CKV_GCP_12"],
    reason: "it wants the block that turns Calico on, which GKE refuses beside Dataplane V2, and that always enforces network policies",
  },
  { ids: ["CIS EKS 5.1.1", "CIS AKS 5.1.1", "CIS GKE 5.1.1"], reason: `scanning of images ${noRegistry}` },
  { ids: ["CIS EKS 5.1.2", "CIS AKS 5.1.2", "CIS GKE 5.1.2"], reason: `people's access to images ${noRegistry}` },
  { ids: ["CIS EKS 5.1.3", "CIS AKS 5.1.3", "CIS GKE 5.1.3"], reason: `clusters' access to images ${noRegistry}` },
  {
    ids: ["CIS EKS 5.1.4", "CIS AKS 5.1.4", "CIS GKE 5.1.4"],
    reason:
      "images are named in stack files and approved in their review; admission by registry is Azure Policy's or Binary Authorization's",
  },
  {
    ids: ["CKV2_AWS_1"],
    reason: "no network gets an access control list: security groups decide, and a second list without state would have to repeat them",
  },
  { ids: ["CKV2_AWS_7"], reason: "this program makes no EMR cluster" },
  { ids: ["CKV2_AWS_68"], reason: "this program makes no SageMaker notebook" },
  {
    ids: ["CKV2_AWS_23"],
    reason: "the addresses belong to the fleet's stack and to three clouds; DNS gets them as numbers, and asks each by a health check",
  },
  {
    ids: ["CKV2_AWS_38"],
    reason:
      "Route 53 signs a zone with a key of ours in us-east-1 alone, and whoever loses that key takes the name from everybody, on all clouds; Cloud DNS signs with keys of Google's, and does (CKV_GCP_16)",
  },
  {
    ids: ["CKV2_AWS_39"],
    reason:
      "Route 53 writes query logs to us-east-1 alone, into a group that a policy of the whole account opens to it; a stack of DNS needs Route 53's API and no other",
  },
  {
    ids: ["CKV2_GCP_18"],
    reason:
      "a network without rules lets nothing in: GKE writes those that its control plane and each Service need, and takes them away again",
  },
  {
    ids: ["CKV2_AZURE_31"],
    reason:
      "AKS puts a security group of its own on its nodes' interfaces and writes each Service into it; one on the subnet it would not write to",
  },
  { ids: ["CKV_K8S_33", "CKV_K8S_34"], reason: "nothing that this program makes is Kubernetes' dashboard or Helm 2's Tiller" },
  {
    ids: ["CKV_K8S_159"],
    reason: "no pod runs git-sync; where a repository is followed, Flux does it, and no argument of a pod says what it runs",
  },
];
