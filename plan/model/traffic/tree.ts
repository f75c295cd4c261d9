import type { Cloud } from "../../../catalogue/clouds";

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

/** One public address: a zone of an EKS front door, or the one address of an AKS or GKE front door. */
export interface Leaf {
  /** Key in the fleet's `addresses[cluster]`: a zone id, or "regional". */
  readonly address: string;
  /** `${cluster}-${address}`; also the logical name of the leaf's health check (with "-health") and record. */
  readonly key: string;
}

/** Branches before anybody has worked out what they get. */
export type BareCloud = Omit<CloudBranch, "share" | "regions"> & { readonly regions: readonly BareRegion[] };

export type BareRegion = Omit<RegionBranch, "share" | "clusters"> & { readonly clusters: readonly BareCluster[] };

export type BareCluster = Omit<ClusterBranch, "share">;
