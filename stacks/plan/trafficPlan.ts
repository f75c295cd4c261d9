import type { Cloud } from "./fleetPlan";

/** A traffic stack's plan: one host, answered from weighted leaves with a health check on every address. */
export interface TrafficPlan {
  readonly stack: string;
  /** The stack that owns the addresses; undefined when this stack owns both. */
  readonly fleetStack: string | undefined;
  readonly provider: "route53";
  /** Region in which the DNS provider is configured; Route 53 is global. */
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly protect: boolean;
  readonly zone: { readonly name: string; readonly existingId: string | undefined };
  /** Fully qualified, without a trailing dot: "api.gslb.example.com". */
  readonly host: string;
  readonly ttlSeconds: number;
  /** Weighted over clouds, then clusters, then addresses. */
  readonly clouds: readonly CloudBranch[];
  readonly healthChecks: readonly HealthCheckPlan[];
  readonly records: readonly RecordPlan[];
}

export interface CloudBranch {
  readonly cloud: Cloud;
  readonly weight: number;
  /** Share of all answers while everything is healthy, 0 to 1. */
  readonly share: number;
  readonly clusters: readonly ClusterBranch[];
}

export interface ClusterBranch {
  readonly cluster: string;
  readonly weight: number;
  readonly share: number;
  readonly leaves: readonly Leaf[];
}

/** One public address: a zone of an EKS front door, or the one address of an AKS or GKE front door. */
export interface Leaf {
  /** Key in the fleet's `addresses[cluster]`: a zone id, or "regional". */
  readonly address: string;
  /** `${cluster}-${address}`; also the logical name of the leaf's health check (with "-health") and record. */
  readonly key: string;
}

export interface HealthCheckPlan {
  readonly name: string;
  readonly cluster: string;
  readonly address: string;
  readonly protocol: "HTTP" | "HTTPS" | "TCP";
  readonly port: number;
  readonly path: string;
  /** Sent as the Host header. */
  readonly host: string;
  readonly intervalSeconds: 10 | 30;
  readonly failureThreshold: number;
}

/** A weighted member of a record set. */
export type RecordPlan = AliasRecordPlan | AddressRecordPlan;

interface RecordPlanCommon {
  /** Pulumi name. */
  readonly name: string;
  /** Fully qualified record name, without a trailing dot. */
  readonly fqdn: string;
  readonly setIdentifier: string;
  readonly weight: number;
}

/** Answers with another record set of the zone while that one is healthy. */
export interface AliasRecordPlan extends RecordPlanCommon {
  readonly kind: "alias";
  readonly target: string;
}

export interface AddressRecordPlan extends RecordPlanCommon {
  readonly kind: "address";
  readonly cluster: string;
  readonly address: string;
  readonly ttlSeconds: number;
  /** Name of a health check of this plan. */
  readonly healthCheck: string;
}
