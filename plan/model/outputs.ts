import type { ClusterPlan } from "./fleet";
import type { ForLife } from "./traffic/change";

/** Fleet stack output `addresses`: per cluster, the front door's addresses by leaf ("usw2-az1", or "regional"). */
export type Addresses = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Fleet stack output `deployed`: what the last update applied. Plain, without secrets: a traffic stack reads it. */
export interface Deployed {
  /** Hash of the configuration it came from. */
  readonly config: string;
  readonly clusters: Readonly<Record<string, DeployedCluster>>;
  /** The traffic stack of its own that answered with its clusters' addresses. Undefined: none. */
  readonly servedBy?: string | undefined;
}

export interface DeployedCluster {
  readonly cloud: ClusterPlan["cloud"];
  readonly region: string;
  /** None where the cluster is existing. */
  readonly slot?: number | undefined;
  /** Minor version that it was planned with. It stands in the output `clusters`; undefined where nobody recorded it. */
  readonly kubernetes?: string | undefined;
  /** What else it keeps for life, in the words of the stack file. */
  readonly forLife: Readonly<Record<string, string>>;
  /** Who added nodes to it ("clusterAutoscaler", "karpenter"). Undefined: no choice, or nobody recorded it. */
  readonly nodeAutoscaler?: string | undefined;
  /** Mode of its API server's way in. Undefined where the cluster is existing, or nobody recorded it. */
  readonly apiAccess?: string | undefined;
  /** By pool key ("general", "general-spot"). */
  readonly pools: Readonly<Record<string, DeployedPool>>;
  /** The pool that came with the cluster, where a cloud makes none without (AKS). */
  readonly systemPool?: DeployedPool | undefined;
  /** Largest replica count by workload. */
  readonly maxReplicas: Readonly<Record<string, number>>;
  /** Words of the stack file's platform section, in alphabetical order. Undefined: none. */
  readonly engines?: readonly string[] | undefined;
}

export interface DeployedPool {
  readonly physicalName: string;
  readonly fingerprint: string;
  readonly max: number;
  /** What the cloud does not change in place, in the words of the stack file. Left out for a system pool, which goes with its cluster. */
  readonly forLife?: Readonly<Record<string, string>> | undefined;
  /** Kubernetes minor of its nodes, where they do not follow their control plane by themselves (GKE). */
  readonly minor?: string | undefined;
}

/** What one update of the DNS leaves, as far as the next one is judged against it. Plain stack outputs. */
export interface AppliedTraffic {
  readonly weights: EffectiveWeights;
  readonly applied: Applied;
}

/** By cloud, region and cluster: its weight among its siblings, and the share of all answers (0 to 1) while everything is healthy. */
export type EffectiveWeights = Readonly<
  Record<string, Weight & { readonly regions: Readonly<Record<string, Weight & { readonly clusters: Readonly<Record<string, Weight>> }>> }>
>;

/** A share of 0 is that of a place which an override takes away. */
export interface Weight {
  readonly weight: number;
  readonly share: number;
}

export interface Applied {
  /** Fully qualified names that clients ask for. */
  readonly names: readonly string[];
  readonly forLife: ForLife;
  /** Weights of the records that are written one by one, by record set and set identifier. */
  readonly sets: Readonly<Record<string, Readonly<Record<string, number>>>>;
}
