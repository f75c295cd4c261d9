import { all, either, is, isSet } from "../checks";
import type { Rule } from "../rule";

const cluster = "gcp:container/cluster:Cluster";
const pool = "gcp:container/nodePool:NodePool";
const subnetwork = "gcp:compute/subnetwork:Subnetwork";

const network: readonly Rule[] = [
  {
    ids: ["CKV2_GCP_2"],
    title: "makes networks of named subnetworks, and no legacy one",
    source: "https://docs.cloud.google.com/vpc/docs/legacy",
    types: ["gcp:compute/network:Network"],
    check: is("autoCreateSubnetworks", false),
  },
  {
    ids: ["CKV_GCP_23", "CIS GKE 5.6.2"],
    title: "gives pods addresses of the VPC",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/concepts/alias-ips",
    types: [cluster],
    check: all(is("networkingMode", "VPC_NATIVE"), isSet("ipAllocationPolicy")),
  },
  {
    ids: ["CKV_GCP_25", "CKV_GCP_64", "CIS GKE 5.6.5"],
    title: "gives no node a public address",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/concepts/private-cluster-concept",
    types: [cluster],
    check: is("privateClusterConfig.enablePrivateNodes", true),
  },
  {
    ids: ["CKV_GCP_61"],
    title: "shows the network what pods of one node say to one another",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/how-to/intranode-visibility",
    types: [cluster],
    check: is("enableIntranodeVisibility", true),
  },
  {
    ids: ["CKV_GCP_26", "CIS GKE 5.6.1"],
    title: "keeps a flow log of every subnetwork",
    source: "https://docs.cloud.google.com/vpc/docs/flow-logs",
    types: [subnetwork],
    check: isSet("logConfig"),
  },
  {
    ids: ["CKV_GCP_74"],
    title: "reaches Google without the internet",
    source: "https://docs.cloud.google.com/vpc/docs/private-google-access",
    types: [subnetwork],
    check: is("privateIpGoogleAccess", true),
  },
  {
    ids: ["CKV_GCP_76"],
    title: "reaches Google without the internet over IPv6, where there is any",
    source: "https://docs.cloud.google.com/vpc/docs/private-google-access",
    types: [subnetwork],
    check: either(
      is("stackType", undefined, "IPV4_ONLY"),
      is("privateIpv6GoogleAccess", "ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE", "ENABLE_BIDIRECTIONAL_ACCESS_TO_GOOGLE"),
    ),
  },
];

/** A cluster's own pool is its first node, which lives for a minute: the same things hold for it. */
const nodes: readonly Rule[] = [
  {
    ids: ["CKV_GCP_9", "CIS GKE 5.5.2"],
    title: "repairs nodes",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/how-to/node-auto-repair",
    types: [pool],
    check: is("management.autoRepair", true),
  },
  {
    ids: ["CKV_GCP_10", "CIS GKE 5.5.3"],
    title: "upgrades nodes",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/concepts/node-auto-upgrades",
    types: [pool],
    check: is("management.autoUpgrade", true),
  },
  {
    ids: ["CKV_GCP_22", "CIS GKE 5.5.1"],
    title: "runs nodes on Container-Optimized OS",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/concepts/node-images",
    types: [pool],
    check: is("nodeConfig.imageType", "COS_CONTAINERD"),
  },
  {
    ids: ["CKV_GCP_68", "CIS GKE 5.5.7"],
    title: "boots what Google has signed",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/how-to/shielded-gke-nodes",
    types: [cluster, pool],
    check: is("nodeConfig.shieldedInstanceConfig.enableSecureBoot", true),
  },
  {
    ids: ["CKV_GCP_72", "CIS GKE 5.5.6"],
    title: "notices when what boots has changed",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/how-to/shielded-gke-nodes",
    types: [cluster, pool],
    check: is("nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring", true),
  },
  {
    ids: ["CKV_GCP_71", "CIS GKE 5.5.5"],
    title: "admits only nodes that prove who they are",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/how-to/shielded-gke-nodes",
    types: [cluster],
    check: is("enableShieldedNodes", true),
  },
  {
    ids: ["CKV_GCP_69", "CIS GKE 5.4.1"],
    title: "keeps pods away from the node's identity",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/how-to/protecting-cluster-metadata",
    types: [cluster, pool],
    check: is("nodeConfig.workloadMetadataConfig.mode", "GKE_METADATA"),
  },
  {
    ids: ["CKV2_GCP_1", "CIS GKE 5.2.1"],
    title: "runs nodes as an account of their own, a cluster's first node too",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/how-to/service-accounts",
    types: [cluster, pool],
    check: isSet("nodeConfig.serviceAccount"),
  },
];

export const gcpNodeRules: readonly Rule[] = [...network, ...nodes];
