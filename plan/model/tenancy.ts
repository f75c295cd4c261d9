import type { Cloud } from "../../catalogue/clouds";
import type { EnginePods } from "./engines/plan";
import type { PoolCommon } from "./pool";
import type { Quantities, WorkloadPlan } from "./workload";

/** What a cluster's nodes have to hold. */
export interface Tenancy {
  readonly cluster: string;
  readonly cloud: Cloud;
  /** How many its nodes are spread over. */
  readonly zones: number;
  readonly pools: readonly PoolCommon[];
  readonly workloads: readonly WorkloadPlan[];
  /** What stands beside the container in every workload's pod. @default nothing */
  readonly sidecar?: Quantities | undefined;
  /** What the nodes carry before any workload. */
  readonly engines: EngineLoad;
}

/** What a cluster's nodes carry before any workload. */
export interface EngineLoad {
  /** On whichever on-demand node has room. */
  readonly pods: readonly EnginePods[];
  /** Requests of the one pod that each of them has on every node. */
  readonly everyNode: readonly Quantities[];
}
