import type { Bounds } from "./pool";

/** What stands behind the answers of DNS. */
export interface FleetCapacity {
  /** Whose numbers they are. */
  readonly of: "files" | "deployed";
  readonly clusters: readonly ClusterCapacity[];
  /** Connections that each database accepts. */
  readonly databases: Readonly<Record<string, number>>;
}

export interface ClusterCapacity {
  readonly cluster: string;
  /** The workload at the front door; undefined where there is none, as in a cluster that brings its own nodes. */
  readonly service: ServiceCapacity | undefined;
  /** Connections by database of everything else that runs there, at its maximum replicas. */
  readonly otherConnections: Readonly<Record<string, number>>;
}

export interface ServiceCapacity {
  readonly workload: string;
  /** Whose bounds they are: an autoscaler's, or one fixed count. */
  readonly engine: "hpa" | "fixed";
  readonly replicas: Bounds;
  /** Undefined where nobody has measured it. */
  readonly rpsPerReplica: number | undefined;
  /** Connections of one replica, by database. */
  readonly connections: Readonly<Record<string, number>>;
  /** Nodes at the pools' maxima that are left to it. */
  readonly rooms: readonly Pick<Room, "pool" | "parts" | "most" | "nodes" | "perNode">[];
  /** The pools' maxima, by part, where an update leaves them in its outputs: what Karpenter adds is in none. */
  readonly recordedMaxima: Readonly<Record<string, number>>;
}

/** Nodes of one pool that a workload's replicas may run on. */
export interface Room {
  readonly pool: string;
  /** Parts of the pool that count: "general", "general-spot". */
  readonly parts: readonly string[];
  /** What they can come to together. */
  readonly most: number;
  /** Those of them that nobody else has. */
  readonly nodes: number;
  /** Replicas that one node holds. */
  readonly perNode: number;
  readonly milliCpu: number;
  readonly mebibytes: number;
}
