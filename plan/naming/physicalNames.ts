import { createHash } from "node:crypto";
import type { Finding } from "../../config/file/messages";
import type { AksPlan } from "../model/aks";
import type { EksPlan } from "../model/eks";
import type { GkePlan } from "../model/gke";
import { type Limit, limits } from "../../catalogue/nameLimits";
import type { Cloud } from "../../catalogue/clouds";

/** What physical names are made of. All of it is lowercase letters, digits and hyphens with a letter first, so case never matters. */
export interface Naming {
  readonly fleet: string;
  readonly environment: string;
  readonly cluster: string;
  readonly slot: number;
}

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

/** Shorter than a regional address may be, wherever the cluster's own name fits. */
export function natAddressNames(naming: Naming, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${base(naming)}-nat-${index}`);
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
