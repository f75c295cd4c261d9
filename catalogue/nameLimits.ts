export interface Limit {
  /** What carries the name, for messages. */
  readonly of: string;
  readonly max: number;
  readonly source: string;
}

/** Characters in a name, checked November 2026. */
export const limits = {
  eksCluster: { of: "an EKS cluster", max: 100, source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html" },
  iamRole: { of: "an IAM role", max: 64, source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html" },
  kmsAlias: { of: "a KMS key's alias", max: 256, source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html" },
  logGroup: {
    of: "a CloudWatch log group",
    max: 512,
    source: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
  },
  sqsQueue: {
    of: "an SQS queue",
    max: 80,
    source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html",
  },
  loadBalancer: {
    of: "a network load balancer",
    max: 32,
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
  },
  // A node group's 63 less the 26 characters that the provider adds to a prefix.
  nodeGroupPrefix: {
    of: "an EKS node group's prefix",
    max: 37,
    source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html",
  },
  aksCluster: {
    of: "an AKS cluster",
    max: 63,
    source: "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcontainerservice",
  },
  aksDnsPrefix: {
    of: "an AKS cluster's DNS prefix",
    max: 54,
    source: "https://learn.microsoft.com/azure/aks/create-cluster-kubernetes-troubleshoot-common",
  },
  agentPool: { of: "an AKS node pool", max: 12, source: "https://learn.microsoft.com/azure/aks/create-node-pools#limitations" },
  // Resource groups may have 90, but AKS copies the group's name to node labels.
  resourceGroup: {
    of: "a resource group with an AKS cluster's network",
    max: 63,
    source: "https://learn.microsoft.com/azure/aks/node-pool-unique-subnet#limitations",
  },
  nodeResourceGroup: { of: "an AKS node resource group", max: 80, source: "https://learn.microsoft.com/azure/aks/faq" },
  logWorkspace: {
    of: "a Log Analytics workspace",
    max: 63,
    source: "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftoperationalinsights",
  },
  keyVaultSecret: {
    of: "a Key Vault's secret",
    max: 127,
    source: "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftkeyvault",
  },
  managedIdentity: {
    of: "a user-assigned identity",
    max: 128,
    source: "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftmanagedidentity",
  },
  publicIp: {
    of: "a public IP address",
    max: 80,
    source: "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork",
  },
  gkeCluster: {
    of: "a GKE cluster",
    max: 40,
    source: "https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters",
  },
  gkeNodePool: {
    of: "a GKE node pool",
    max: 40,
    source: "https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters.nodePools",
  },
  serviceAccount: { of: "a Google service account", max: 30, source: "https://cloud.google.com/iam/docs/service-accounts-create" },
  computeAddress: { of: "a regional address", max: 63, source: "https://cloud.google.com/compute/docs/naming-resources" },
} satisfies Record<string, Limit>;

/** Where a network load balancer's name must not begin: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html (Name) */
export const reservedBalancerPrefix = { prefix: "internal-", source: limits.loadBalancer.source } as const;

export const reservedWordsPage = "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-reserved-resource-name";

/**
 * A word of Azure's own in a name with an endpoint on the internet, such as an AKS cluster's: two anywhere, one as the beginning. Checked 2026-11-29.
 *
 * @see {@link reservedWordsPage}
 */
export function reservedWordIn(name: string): string | undefined {
  return /microsoft|windows|^login/.exec(name)?.[0];
}
