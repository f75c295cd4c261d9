import type { Cloud } from "../../catalogue/clouds";
import type { Bounds } from "./pool";
import type { Tenancy } from "./tenancy";

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
  readonly cloud: Cloud | "existing";
  readonly region: string;
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
  /** Replicas that the pools' maxima have room for, beside everything else. */
  readonly room: number;
  /** What the room follows from. */
  readonly tenancy: Tenancy;
  /** The pools' maxima, by part, where an update leaves them in its outputs: what Karpenter adds is in none. */
  readonly recordedMaxima: Readonly<Record<string, number>>;
}
