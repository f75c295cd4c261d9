import type { AksHost } from "../nodes/aks";
import type { AksPlan } from "./aks";
import type { Commitment } from "../accounts/commitments";
import type { EksPlan } from "./eks";
import type { ExistingPlan } from "./existing";
import type { GkePlan } from "./gke";
import type { PlatformPlan } from "../engines";

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

export type ClusterPlan = ManagedPlan | ExistingPlan;

/** A cluster that the program makes, in a cloud. */
export type ManagedPlan = EksPlan | AksPlan | GkePlan;

export function isManaged(plan: ClusterPlan): plan is ManagedPlan {
  return plan.cloud !== "existing";
}

/** Freezes a cluster whose API or cloud cannot be reached: nothing of it is changed, validated or called. */
export interface Unreachable {
  readonly reason: string;
  /** Date, YYYY-MM-DD. */
  readonly until: string;
}

export interface ClusterPlanCommon {
  /** The cluster's config key: its name for people, and in outputs. */
  readonly name: string;
  /** What the names of its resources begin with. */
  readonly id: string;
  /** Of its cloud; for an existing cluster, whatever its stack file calls the place. */
  readonly region: string;
  /** Minor version, such as "1.35". */
  readonly kubernetes: string;
  /** Whether the cluster and its front door are protected from deletion; of an existing cluster, its place in the stack. */
  readonly protect: boolean;
  readonly unreachable: Unreachable | undefined;
  /** Those that the program makes. */
  readonly pools: readonly NodePoolPlan[];
  readonly workloads: readonly WorkloadPlan[];
  readonly platform: PlatformPlan;
}

export interface ManagedPlanCommon extends ClusterPlanCommon {
  /** Its id ends in it: a new slot makes a new cluster beside the old one, which goes last. */
  readonly slot: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly apiAccess: ApiAccess;
  readonly nodeAutoscaling: NodeAutoscaling;
  readonly maintenance: MaintenanceWindow;
}

/** When pools grow and shrink. On GKE the service decides. */
export interface NodeAutoscaling {
  readonly scaleDownDelayAfterAddMinutes: number;
  /** Undefined: none. */
  readonly scaleDownDelayAfterDeleteMinutes?: number | undefined;
  readonly scaleDownDelayAfterFailureMinutes: number;
  readonly scaleDownUnneededMinutes: number;
  /** Of a node's requests. */
  readonly scaleDownUtilizationPercent: number;
  readonly maxNodeProvisionMinutes: number;
  readonly skipNodesWithLocalStorage: boolean;
  readonly skipNodesWithSystemPods: boolean;
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
