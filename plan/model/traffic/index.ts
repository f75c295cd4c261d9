import type { CloudBranch } from "./tree";
import type { FailoverTiming, HealthCheckPlan, Probing } from "./probing";
import type { ChangePlan } from "./change";
import type { CloudDnsPlan } from "./cloudDns";
import type { Route53Plan } from "./route53";
import type { TrafficManagerPlan } from "./trafficManager";

/** A traffic stack's plan: one host, answered from weighted leaves with a health check on every address. */
export interface TrafficPlan {
  readonly stack: string;
  /** The stack that owns the addresses; undefined when this stack owns both. */
  readonly fleetStack: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly protect: boolean;
  /** Fully qualified, without a trailing dot: "api.gslb.example.com". */
  readonly host: string;
  /** Names that answer as the host does, fully qualified. */
  readonly aliases: readonly string[];
  readonly ttlSeconds: number;
  readonly onCloudLoss: "redirect" | "renormalise";
  /** Weighted over clouds, then regions, then clusters, then addresses. */
  readonly clouds: readonly CloudBranch[];
  readonly healthChecks: readonly HealthCheckPlan[];
  readonly probing: Probing;
  /** How long a loss is felt. */
  readonly failover: FailoverTiming;
  readonly objectives: Objectives | undefined;
  /** Requests per second of all clients at the busiest time; undefined where nobody says. */
  readonly peakRps: number | undefined;
  /** Losses that the fleet need not carry. */
  readonly allowDegraded: readonly AllowedLoss[];
  /** What somebody has taken out of the answers by hand; undefined while nobody has. */
  readonly manualFailover: ManualFailover | undefined;
  /** How much one update may change of it. */
  readonly change: ChangePlan;
  /** What the DNS provider is given. */
  readonly dns: DnsPlan;
}

/** One renderer's work, by provider. */
export type DnsPlan = Route53Plan | TrafficManagerPlan | CloudDnsPlan;

export interface AllowedLoss {
  /** A cloud, a region or, where a failover takes it away, a cluster. */
  readonly lost: string;
  readonly reason: string;
  /** Date, YYYY-MM-DD. */
  readonly until: string;
}

export interface ManualFailover {
  readonly places: readonly AllowedLoss[];
  /** The tree as it would be without it. */
  readonly cloudsWithout: readonly CloudBranch[];
}

/** What a loss may cost, in seconds. */
export interface Objectives {
  readonly rtoSeconds: number;
  readonly rpoSeconds?: number | undefined;
}
