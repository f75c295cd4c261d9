import type { AksHost } from "./aksHosts";
import type { AksUpgradeWindow } from "./aksUpgradeWindows";
import type { Commitment } from "./commitments";
import type { GkePlan } from "./gkePlan";
import type { EksVersions } from "./versions";

/**
 * What the program is going to build: plain readonly data with every number decided.
 * Components, the plan report, the checks and the lab all read this and nothing else.
 */

export type Cloud = "aws" | "azure" | "gcp";
export type Capacity = "on-demand" | "spot";

/** A fleet stack's plan. Clusters are in order of their names, so that the order of keys in a file changes nothing. */
export interface FleetPlan {
  readonly stack: string;
  /** The fleet's short name; the prefix of physical names that are unique beyond a cluster. */
  readonly name: string;
  readonly environment: string;
  /** On every resource that can carry tags or labels, in each cloud's spelling. */
  readonly tags: Readonly<Record<string, string>>;
  readonly clusters: readonly ClusterPlan[];
  /** What may be bought in advance; nothing here ever buys. */
  readonly commitments: readonly Commitment[];
}

export type ClusterPlan = EksPlan | AksPlan | GkePlan;

/** Freezes a cluster whose API or cloud cannot be reached: nothing of it is changed, validated or called. */
export interface Unreachable {
  readonly reason: string;
  /** Date, YYYY-MM-DD. */
  readonly until: string;
}

export interface ClusterPlanCommon {
  /** The cluster's config key: its name for people, and in outputs. */
  readonly name: string;
  /** "<name>-<slot>": what the names of its resources begin with. A new slot therefore makes a new cluster beside the old one, which goes last. */
  readonly id: string;
  readonly slot: number;
  readonly region: string;
  /** Minor version, such as "1.35". */
  readonly kubernetes: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether the cluster and its front door are protected from deletion. */
  readonly protect: boolean;
  readonly unreachable: Unreachable | undefined;
  readonly apiAccess: ApiAccess;
  readonly nodeAutoscaling: NodeAutoscaling;
  readonly maintenance: MaintenanceWindow;
  readonly pools: readonly NodePoolPlan[];
  readonly workloads: readonly WorkloadPlan[];
}

/** When pools grow and shrink. On GKE the service decides. */
export interface NodeAutoscaling {
  readonly scaleDownDelayAfterAddMinutes: number;
  readonly scaleDownUnneededMinutes: number;
  /** Of a node's requests. */
  readonly scaleDownUtilizationPercent: number;
  readonly maxNodeProvisionMinutes: number;
}

export type Weekday = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

/** When the cloud may patch what runs, every week, in UTC. */
export interface MaintenanceWindow {
  /** In the order of the week. */
  readonly days: readonly Weekday[];
  readonly startHourUtc: number;
  readonly hours: number;
}

/** Who may reach the cluster's API server over the network. */
export type ApiAccess = { readonly mode: "private" } | { readonly mode: "restricted"; readonly cidrs: readonly string[] };

export interface EksPlan extends ClusterPlanCommon {
  readonly cloud: "aws";
  /** Twelve digits. */
  readonly account: string;
  /** IAM principal ARNs with cluster-admin access; the deployer is one of them, exactly once. */
  readonly administrators: readonly string[];
  /** Of the minor, from versions.ts. */
  readonly versions: EksVersions;
  /** Expressions for node groups by the cluster autoscaler's priority. */
  readonly expanderPriorities: Readonly<Record<string, readonly string[]>>;
  readonly network: EksNetworkPlan;
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
    /** Name of the gateway's network load balancer, 32 characters at most. */
    readonly loadBalancer: string;
  };
}

export interface EksNetworkPlan extends EksAddresses {
  /** By zone: the zone whose NAT gateway its nodes leave through. */
  readonly natZones: Readonly<Record<string, string>>;
  /** Services of AWS, such as "ecr.api", that get an address in the network. S3 needs none. */
  readonly privateServices: readonly string[];
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

export interface AksPlan extends ClusterPlanCommon {
  readonly cloud: "azure";
  readonly subscription: string;
  readonly tenant: string;
  /** Object id of the principal that runs `pulumi up`. */
  readonly deployer: string;
  /** Object ids of Entra groups. */
  readonly administrators: readonly string[];
  readonly network: AksNetworkPlan;
  /** Logical zones of the subscription: "1", "2", "3". */
  readonly zones: readonly string[];
  /** Runs critical add-ons only. */
  readonly systemPool: { readonly name: string; readonly host: AksHost; readonly bounds: Bounds; readonly initial: number };
  /** Follows from the maintenance window. */
  readonly upgradeWindows: readonly AksUpgradeWindow[];
  /** Expressions for scale sets by the cluster autoscaler's priority. */
  readonly expanderPriorities: Readonly<Record<string, readonly string[]>>;
  readonly names: {
    readonly cluster: string;
    readonly resourceGroup: string;
    readonly nodeResourceGroup: string;
    readonly frontDoorAddress: string;
    readonly logWorkspace: string;
  };
}

export interface AksNetworkPlan {
  readonly vnetCidr: string;
  readonly nodesCidr: string;
  /** Overlay: private to the cluster, the same in every AKS cluster. */
  readonly podCidr: string;
  readonly serviceCidr: string;
  readonly dnsServiceIp: string;
}

/** Inclusive counts. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: "NoSchedule" | "NoExecute";
}

/** One half of a configured pool in one cluster: all its nodes are on-demand, or all are spot. */
export interface NodePoolPlan {
  /** "general" or "general-spot": the logical name below the cluster. */
  readonly key: string;
  /** The configured pool it is a part of. */
  readonly pool: string;
  readonly capacity: Capacity;
  readonly bounds: Bounds;
  /** Nodes at creation; the node autoscaler owns the size afterwards. */
  readonly initial: number;
  /** Machine types of one size, preferred first. AKS and GKE take exactly one. */
  readonly machineTypes: readonly string[];
  readonly arch: "amd64" | "arm64";
  /** AKS only. */
  readonly host?: AksHost;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** EKS: the prefix of an auto-name. AKS: 12 lowercase alphanumerics at most. GKE: 40 characters at most. */
  readonly physicalName: string;
  /** What the cloud does not change in place, in the words of the stack file: another value makes another pool beside this one. */
  readonly forLife: Readonly<Record<string, string>>;
  /** Changes exactly when something that is sent to the cloud changes; recorded as a tag beside the pool. 10 hexadecimal digits. */
  readonly fingerprint: string;
}

export interface WorkloadPlan {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  /** Container port. */
  readonly port: number;
  /** Present when the workload answers at the cluster's front door: the Service's port there. */
  readonly exposedPort: number | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** Kubernetes quantities, such as { cpu: "500m", memory: "1Gi" }. */
  readonly resources: { readonly requests: Quantities; readonly limits: Quantities };
  readonly probes: { readonly startup: HttpProbe; readonly liveness: HttpProbe; readonly readiness: HttpProbe };
  readonly spread: readonly SpreadRule[];
  readonly tolerations: readonly Taint[];
  readonly rollingUpdate: { readonly maxSurge: string | number; readonly maxUnavailable: string | number };
  readonly shutdown: { readonly gracePeriodSeconds: number; readonly preStopSeconds: number };
  readonly scaling: ScalingPlan;
  readonly disruptionBudget: { readonly maxUnavailable: string | number };
}

export interface Quantities {
  readonly cpu: string;
  readonly memory: string;
}

export interface HttpProbe {
  readonly path: string;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

export interface SpreadRule {
  readonly topologyKey: "topology.kubernetes.io/zone" | "kubernetes.io/hostname";
  readonly maxSkew: number;
  readonly whenUnsatisfiable: "DoNotSchedule" | "ScheduleAnyway";
}

/** One scaler per workload. */
export type ScalingPlan = FixedScaling | HorizontalScaling;

export interface FixedScaling {
  readonly engine: "fixed";
  readonly replicas: number;
}

/** The horizontal autoscaler owns `replicas`. */
export interface HorizontalScaling {
  readonly engine: "hpa";
  readonly replicas: Bounds;
  /** Percent of requests. */
  readonly cpuPercent: number;
  readonly memoryPercent: number | undefined;
  readonly scaleUp: ScalingRule;
  readonly scaleDown: ScalingRule;
}

export interface ScalingRule {
  readonly stabilizationWindowSeconds: number;
  readonly select: "Max" | "Min";
  readonly policies: readonly { readonly type: "Percent" | "Pods"; readonly value: number; readonly periodSeconds: number }[];
}
