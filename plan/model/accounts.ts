import type { Cloud } from "../../catalogue/clouds";

/** What a fleet is held to in the account that it has in one cloud. */
export interface AccountPlan {
  /** By word below `clouds.<cloud>.quotas`: one limit, or one for each region. What nobody has written is not there. */
  readonly quotas: Readonly<Record<string, number | Readonly<Record<string, number>>>>;
  /** Share of the nodes that pools start with, in whole percent, to commit to; undefined: none. */
  readonly reserved: { readonly percent: number; readonly years: 1 | 3 } | undefined;
}

/** Nodes of one machine type in one region that always run. */
export interface Commitment {
  readonly cloud: Cloud;
  readonly region: string;
  /** Of the machine type, such as "m7i", "Ddsv5" or "n2". */
  readonly family: string;
  readonly machineType: string;
  readonly nodes: number;
  readonly vcpu: number;
  readonly memoryGiB: number;
  readonly years: 1 | 3;
}

/** What a fleet wants of one quota in one place, with its pools at their maxima. */
export interface QuotaUse {
  readonly cloud: Cloud;
  /** Key below `clouds.<cloud>.quotas`. */
  readonly quota: string;
  /** Region, zone, or "all regions". */
  readonly place: string;
  /** Undefined where all regions share the quota. */
  readonly region: string | undefined;
  readonly unit: string;
  readonly demand: number;
  /** What the account has; undefined where neither the stack file nor the vendor says. */
  readonly limit: number | undefined;
  /** What makes up the demand, in order of names: "aws-usw2 general", "aws-usw2 NAT". */
  readonly parts: readonly QuotaPart[];
}

export interface QuotaPart {
  readonly of: string;
  readonly amount: number;
}
