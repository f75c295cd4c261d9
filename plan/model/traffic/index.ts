import type { Cloud } from "../fleet";
import type { FleetCapacity } from "../../survival/fleetCapacity";
import type { ChangePlan } from "../../traffic/change/changePlan";
import type { CloudDnsPlan } from "../../traffic/cloudDns/records";
import type { Probing } from "../../traffic/probing";
import type { FailoverTiming } from "../../traffic/timing";
import type { Route53Plan } from "../../traffic/route53/records";
import type { TrafficManagerPlan } from "../../traffic/trafficManager/profiles";

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
  /** What the clusters behind the answers carry, by the stack files. */
  readonly capacity: FleetCapacity;
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

/** Who takes part of its level's answers, and how much. */
interface Branch {
  /** Relative to its siblings; a whole number above 0. */
  readonly weight: number;
  readonly role: "active" | "standby";
  /** Whether an override takes it out of its level's answers. */
  readonly away: boolean;
  /** Share of all answers while everything is healthy, 0 to 1. */
  readonly share: number;
}

export interface CloudBranch extends Branch {
  readonly cloud: Cloud;
  /** Who takes its share when it is lost; undefined where the others divide it. */
  readonly backup: Cloud | undefined;
  readonly regions: readonly RegionBranch[];
}

export interface RegionBranch extends Branch {
  readonly region: string;
  readonly clusters: readonly ClusterBranch[];
}

export interface ClusterBranch extends Branch {
  readonly cluster: string;
  readonly leaves: readonly Leaf[];
}

/** One public address: a zone of an EKS front door, or the one address of an AKS or GKE front door. */
export interface Leaf {
  /** Key in the fleet's `addresses[cluster]`: a zone id, or "regional". */
  readonly address: string;
  /** `${cluster}-${address}`; also the logical name of the leaf's health check (with "-health") and record. */
  readonly key: string;
}

/** One leaf's probe. How often, and how many times, is the whole plan's `probing`. */
export interface HealthCheckPlan {
  readonly name: string;
  readonly cluster: string;
  readonly address: string;
  readonly protocol: "HTTP" | "HTTPS" | "TCP";
  readonly port: number;
  readonly path: string;
  /** Sent as the Host header. */
  readonly host: string;
}
