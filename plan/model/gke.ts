import type { ApiAccess, ManagedPlanCommon } from "./cluster";
import type { GkePool } from "./pool";

/** On GKE also by a DNS name, behind IAM and without an address of the cluster's own. */
export type GkeApiAccess = ApiAccess | { readonly mode: "iamDns" };

export interface GkePlan extends Omit<ManagedPlanCommon, "apiAccess"> {
  readonly cloud: "gcp";
  readonly project: string;
  readonly apiAccess: GkeApiAccess;
  /** Resource name of the Cloud KMS key that encrypts the cluster's Secrets; undefined leaves them to Google's own encryption. */
  readonly secretsKey: string | undefined;
  /** Such as "us-west1-a". */
  readonly zones: readonly string[];
  /** IAM members: "user:...", "group:..." or "serviceAccount:...". */
  readonly administrators: readonly string[];
  readonly network: GkeNetworkPlan;
  /** Names of the static addresses that its nodes leave by; empty leaves the choice to Google. */
  readonly natAddresses: readonly string[];
  /** The maintenance window in GKE's own words. */
  readonly recurringWindow: RecurringWindow;
  readonly pools: readonly GkePool[];
  /** Keys of the pools that the autoscaler tries first, then of those it tries next; empty where there is nothing to choose. */
  readonly poolPriorities: readonly (readonly string[])[];
  /** The cluster's is also that of its network, its router and all that exists once per cluster. */
  readonly names: { readonly cluster: string; readonly nodeServiceAccount: string; readonly frontDoorAddress: string };
}

/** RFC 3339 times in UTC, of the first occurrence, and an RFC 5545 rule. */
export interface RecurringWindow {
  readonly startTime: string;
  readonly endTime: string;
  readonly recurrence: string;
}

export interface GkeNetworkPlan {
  readonly nodesCidr: string;
  readonly podCidr: string;
  readonly serviceCidr: string;
  readonly maxPodsPerNode: number;
}
