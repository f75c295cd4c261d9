import { createHash } from "node:crypto";
import type { Finding } from "../../config/file/messages";
import type { AksPlan } from "../model/aks";
import type { EksPlan } from "../model/eks";
import type { Cloud } from "../model/fleet";
import type { GkePlan } from "../model/gke";

/** What physical names are made of. All of it is lowercase letters, digits and hyphens with a letter first, so case never matters. */
export interface Naming {
  readonly fleet: string;
  readonly environment: string;
  readonly cluster: string;
  readonly slot: number;
}

interface Limit {
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

/** "<cluster>-<slot>": what the names of a cluster's resources begin with. Another slot is another cluster, which can stand beside the first. */
export function clusterId({ cluster, slot }: Pick<Naming, "cluster" | "slot">): string {
  return `${cluster}-${slot}`;
}

/** "<fleet>-<environment>-<cluster>-<slot>": unique in an account, a subscription or a project. */
function base(naming: Naming): string {
  return `${naming.fleet}-${naming.environment}-${clusterId(naming)}`;
}

export function eksNames(naming: Naming): EksPlan["names"] {
  return {
    cluster: base(naming),
    clusterRole: `${base(naming)}-cluster`,
    nodeRole: `${base(naming)}-node`,
    cniRole: `${base(naming)}-cni`,
    ebsCsiRole: `${base(naming)}-ebs-csi`,
    flowLogsRole: `${base(naming)}-flow-logs`,
    keyAlias: `alias/${base(naming)}`,
    // The only name that EKS writes to: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
    controlPlaneLogs: `/aws/eks/${base(naming)}/cluster`,
    flowLogs: `/aws/vpc-flow-logs/${base(naming)}`,
    loadBalancerControllerRole: `${base(naming)}-balancer`,
    clusterAutoscalerRole: `${base(naming)}-autoscaler`,
    karpenterRole: `${base(naming)}-karpenter`,
    karpenterNodeRole: `${base(naming)}-karpenter-node`,
    interruptionQueue: `${base(naming)}-interruptions`,
    secretsRole: `${base(naming)}-secrets`,
    loadBalancer: base(naming),
  };
}

export function aksNames(naming: Naming): AksPlan["names"] {
  return {
    cluster: base(naming),
    resourceGroup: base(naming),
    // No cluster's own group can be called this: keys have no underscore.
    nodeResourceGroup: `${base(naming)}_nodes`,
    frontDoorAddress: `${base(naming)}-gateway`,
    logWorkspace: `${base(naming)}-logs`,
    secretsIdentity: `${base(naming)}-secrets`,
  };
}

export function gkeNames(naming: Naming): GkePlan["names"] {
  return { cluster: base(naming), nodeServiceAccount: base(naming), frontDoorAddress: `${base(naming)}-gateway` };
}

/** A pool's name in its cloud; see NodePoolPlan.physicalName. */
export const poolName = {
  aws: (cluster: string, key: string) => `${cluster}-${key}-`,
  /** Nodes of an AKS pool keep their machine, its disk and their zones for life, so these are part of the name: the new pool can stand beside the old one. */
  azure: (key: string, forLife: string) =>
    `${key.replaceAll("-", "").slice(0, limits.agentPool.max - hashLength)}${shortHash(`${key} ${forLife}`)}`,
  /** Machines of a GKE pool change in place, but for what `forLife` says of them. */
  gcp: (key: string, forLife: string) => `${key.slice(0, limits.gkeNodePool.max - hashLength - 1)}-${shortHash(`${key} ${forLife}`)}`,
};

const hashLength = 5;

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, hashLength);
}

/** Every name of a cluster that its cloud would refuse, with the remedy. */
export function nameFindings(cloud: Cloud, naming: Naming, poolKeys: readonly string[]): Finding[] {
  return namesOf(cloud, naming, poolKeys)
    .filter(([name, { max }]) => name.length > max)
    .map(([name, limit]) => ({ path: ["clusters", naming.cluster], message: describe(name, limit, naming) }));
}

function namesOf(cloud: Cloud, naming: Naming, poolKeys: readonly string[]): (readonly [string, Limit])[] {
  const named = (name: string, limit: Limit) => [name, limit] as const;
  switch (cloud) {
    case "aws": {
      const { cluster, loadBalancer, keyAlias, controlPlaneLogs, flowLogs, interruptionQueue, ...roles } = eksNames(naming);
      return [
        named(cluster, limits.eksCluster),
        named(keyAlias, limits.kmsAlias),
        ...[controlPlaneLogs, flowLogs].map((name) => named(name, limits.logGroup)),
        ...Object.values(roles).map((name) => named(name, limits.iamRole)),
        named(interruptionQueue, limits.sqsQueue),
        named(loadBalancer, limits.loadBalancer),
        ...poolKeys.map((key) => named(poolName.aws(naming.cluster, key), limits.nodeGroupPrefix)),
      ];
    }
    case "azure": {
      const { cluster, resourceGroup, nodeResourceGroup, frontDoorAddress, logWorkspace, secretsIdentity } = aksNames(naming);
      return [
        named(cluster, limits.aksCluster),
        named(cluster, limits.aksDnsPrefix),
        named(resourceGroup, limits.resourceGroup),
        named(nodeResourceGroup, limits.nodeResourceGroup),
        named(frontDoorAddress, limits.publicIp),
        named(logWorkspace, limits.logWorkspace),
        named(secretsIdentity, limits.managedIdentity),
      ];
    }
    case "gcp": {
      const { cluster, nodeServiceAccount, frontDoorAddress } = gkeNames(naming);
      return [
        named(cluster, limits.gkeCluster),
        named(nodeServiceAccount, limits.serviceAccount),
        named(frontDoorAddress, limits.computeAddress),
      ];
    }
  }
}

function describe(name: string, { of, max, source }: Limit, { fleet, environment, cluster }: Naming): string {
  const parts = [
    name.includes(`${fleet}-${environment}-`) ? "settings.name or settings.environment" : undefined,
    name.endsWith("-") ? "the pool's" : undefined,
  ];
  const others = parts.filter((part) => part !== undefined).map((part) => `, ${part}`);
  return `"${name}", the name of ${of}, has ${name.length} characters, at most ${max} are allowed; shorten "${cluster}"${others.join("")} by ${name.length - max} (${source})`;
}
