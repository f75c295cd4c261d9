import type { Partition } from "../../catalogue/partitions";
import type { EksVersions } from "../../catalogue/versions";
import type { EnginePlan } from "./engines/plan";
import type { CapacityType, EksPool, NodeGroup, Taint } from "./pool";
import type { ManagedPlanCommon } from "./cluster";

export interface EksPlan extends ManagedPlanCommon {
  readonly cloud: "aws";
  /** Twelve digits. */
  readonly account: string;
  /** Of its region and its account: what every ARN of theirs names. */
  readonly partition: Partition;
  /** The name under which CloudWatch Logs asks for the cluster's key. */
  readonly logsService: string;
  /** IAM principal ARNs with cluster-admin access; the deployer is one of them, exactly once. */
  readonly administrators: readonly string[];
  /** Of the minor, from catalogue/versions.ts. */
  readonly versions: EksVersions;
  readonly nodeAutoscaler: ClusterAutoscalerPlan | KarpenterPlan;
  readonly loadBalancerController: EnginePlan;
  /** Of its control plane and of its network's traffic. */
  readonly logRetentionDays: number;
  readonly network: EksNetworkPlan;
  readonly pools: readonly EksPool[];
  /** Physical names, each within its limit. */
  readonly names: {
    readonly cluster: string;
    readonly clusterRole: string;
    readonly nodeRole: string;
    /** Of the VPC CNI's pods. */
    readonly cniRole: string;
    /** Of the EBS CSI driver's controller. */
    readonly ebsCsiRole: string;
    /** Of the service that delivers the network's flow logs. */
    readonly flowLogsRole: string;
    /** "alias/...", of the cluster's own key. */
    readonly keyAlias: string;
    /** Log group; EKS decides its name. */
    readonly controlPlaneLogs: string;
    /** Log group. */
    readonly flowLogs: string;
    readonly loadBalancerControllerRole: string;
    readonly clusterAutoscalerRole: string;
    /** Of Karpenter's controller. */
    readonly karpenterRole: string;
    /** Of the nodes that Karpenter starts, and of the instance profile that gives it to them. */
    readonly karpenterNodeRole: string;
    /** Queue of what AWS announces about machines; the names of the rules that fill it begin with it. */
    readonly interruptionQueue: string;
    /** Of what brings secrets into the cluster. */
    readonly secretsRole: string;
    /** Name of the gateway's network load balancer, 32 characters at most. */
    readonly loadBalancer: string;
  };
}

/** Every part of a pool is a managed node group with the part's own bounds. */
export interface ClusterAutoscalerPlan {
  readonly kind: "clusterAutoscaler";
  readonly engine: EnginePlan;
}

export interface EksNetworkPlan extends EksAddresses {
  /** Zone ids of those in which the control plane has its interfaces. It keeps them for life; nodes and front door may be in more. */
  readonly controlPlaneZones: readonly string[];
  /** By zone: the zone whose NAT gateway its nodes leave through. */
  readonly natZones: Readonly<Record<string, string>>;
  /** Services of AWS, such as "ecr.api", that get an address in the network. S3 needs none. */
  readonly privateServices: readonly string[];
  /** By one of those: what its endpoint is called, such as "com.amazonaws.us-west-2.ec2". */
  readonly endpointNames: Readonly<Record<string, string>>;
}

export interface EksAddresses {
  readonly vpcCidr: string;
  readonly serviceCidr: string;
  readonly zones: readonly EksZonePlan[];
}

export interface EksZonePlan {
  /** Physical zone id, such as "usw2-az1": zone letters differ per account. */
  readonly id: string;
  /** Nodes and pods. */
  readonly privateCidr: string;
  /** NAT gateway and load balancer. */
  readonly publicCidr: string;
}

/**
 * How Karpenter runs a cluster's pools: the nodes that a pool keeps are a managed node group of exactly that size, the ones above are
 * Karpenter's. docs/decisions/karpenter.md
 */
export interface KarpenterPlan {
  readonly kind: "karpenter";
  readonly engine: EnginePlan;
  /** Parts of pools that keep nodes, at their minimum: their size never changes by itself. */
  readonly nodeGroups: readonly NodeGroup[];
  /** Parts of pools that may grow, as far as they may. */
  readonly nodePools: readonly KarpenterNodePool[];
  readonly disruption: Disruption;
}

/** One object of kind NodePool. */
export interface KarpenterNodePool {
  /** The part's key, and the object's name. */
  readonly key: string;
  readonly capacityType: CapacityType;
  /** Of two that would do, the one with the higher number is tried first. */
  readonly weight: number;
  readonly machineTypes: readonly string[];
  readonly arch: EksPool["shape"]["arch"];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** Nodes above the part's minimum. */
  readonly maxNodes: number;
  /** vCPUs of that many nodes, which are all of one size. */
  readonly maxVcpus: number;
  /** Changes exactly when something of the above does. 10 hexadecimal digits. */
  readonly fingerprint: string;
}

/** When Karpenter takes nodes away. Durations as Go writes them, such as "10m". */
export interface Disruption {
  /** Without a change of its pods, before a node may go or be replaced by a cheaper one. */
  readonly consolidateAfter: string;
  /** Of a pool's nodes that may be on their way out at once; rounded up. Expired nodes do not ask. */
  readonly maxNodesAtOnce: string;
  readonly expireAfter: string;
}
