import type { Cloud } from "../../../catalogue/clouds";

/** A tree of record sets in one hosted zone, each an alias of the next. */
export interface Route53Plan {
  readonly provider: "route53";
  /** Region in which the provider is configured. */
  readonly region: string;
  readonly zone: { readonly name: string; readonly existingId: string | undefined; readonly acceleratedRecovery: boolean };
  readonly measureLatency: boolean;
  readonly calculatedChecks: readonly CalculatedCheckPlan[];
  /** Parts of clouds' weights that leave while the cloud is slow; each has a record of its own. */
  readonly slices: readonly SlicePlan[];
  readonly records: readonly RecordPlan[];
}

/** Healthy while at least one of its children is. */
export interface CalculatedCheckPlan {
  readonly name: string;
  /** Names of health checks of the traffic plan. */
  readonly children: readonly string[];
}

/** A record set, or a member of one that several share. */
export type RecordPlan = AliasRecordPlan | AddressRecordPlan;

/** How a member is chosen among those of its name. */
export type Routing =
  | { readonly kind: "simple" }
  | { readonly kind: "weighted"; readonly setIdentifier: string; readonly weight: number }
  | { readonly kind: "failover"; readonly setIdentifier: string; readonly role: "PRIMARY" | "SECONDARY" };

interface RecordPlanCommon {
  /** Pulumi name. */
  readonly name: string;
  /** Fully qualified record name, without a trailing dot. */
  readonly fqdn: string;
  readonly routing: Routing;
  /** Name of a health check of the traffic plan, or of a calculated one. */
  readonly healthCheck: string | undefined;
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
}

/** A metric in CloudWatch. */
export interface WatchedMetric {
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Average" | "Minimum" | "Maximum";
}

/** A part of a cloud's answers that leaves while the cloud is slow: a record of its own, with a health check on a CloudWatch metric. */
export interface SlicePlan {
  readonly cloud: Cloud;
  /** Pulumi name of its record; of its health check with "-health", of its alarm with "-alarm". */
  readonly name: string;
  readonly setIdentifier: string;
  /** Of the cloud's whole weight, 0 to 1. */
  readonly part: number;
  readonly weight: number;
  readonly metric: WatchedMetric;
  /** In the metric's unit. */
  readonly threshold: number;
  /** In a row, of which each must be above the threshold. */
  readonly minutes: number;
}
