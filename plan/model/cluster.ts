import type { WorkloadPlan } from "./workload";
import type { PlatformPlan } from "./engines";

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
  readonly workloads: readonly WorkloadPlan[];
  readonly platform: PlatformPlan;
}

export interface ManagedPlanCommon extends ClusterPlanCommon {
  /** Its id ends in it: a new slot makes a new cluster beside the old one, which goes last. */
  readonly slot: number;
  /** Day, YYYY-MM-DD, that its minor's support is judged at. */
  readonly asOf: string;
  readonly support: MinorSupport;
  readonly tags: Readonly<Record<string, string>>;
  readonly apiAccess: ApiAccess;
  readonly nodeAutoscaling: NodeAutoscaling;
  readonly maintenance: MaintenanceWindow;
}

/** Where a minor is in its life at a service: not there yet, supported, in its last weeks of that, in support that costs extra, past all of it. */
export type MinorSupport = "unreleased" | "supported" | "ending" | "extended" | "over" | "unlisted";

/** Freezes a cluster whose API or cloud cannot be reached: nothing of it is changed, validated or called. */
export interface Unreachable {
  readonly reason: string;
  /** Date, YYYY-MM-DD. */
  readonly until: string;
}

/** Who may reach the cluster's API server over the network. */
export type ApiAccess = { readonly mode: "private" } | { readonly mode: "restricted"; readonly cidrs: readonly string[] };

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

/** When the cloud may patch what runs, every week, in UTC. */
export interface MaintenanceWindow {
  /** In the order of the week. */
  readonly days: readonly Weekday[];
  readonly startHourUtc: number;
  readonly hours: number;
}

export type Weekday = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
