/** Checks that no rule stands for. */
export interface NotApplicable {
  readonly ids: readonly string[];
  readonly reason: string;
}

const noRegistry = "belongs to a registry, and this program makes none";

export const notApplicable: readonly NotApplicable[] = [
  { ids: ["CKV_AZURE_8"], reason: "AKS has had no dashboard add-on since Kubernetes 1.19, so there is nothing to switch off" },
  {
    ids: ["CKV_GCP_24"],
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
];
