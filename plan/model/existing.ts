import type { ClusterPlanCommon } from "./cluster";

/** A cluster that somebody else made and runs: the program puts its workloads there, and nothing else. */
export interface ExistingPlan extends ClusterPlanCommon {
  readonly cloud: "existing";
  /** The program makes none there. */
  readonly pools: readonly [];
  /** In the kubeconfig of whoever runs the program. */
  readonly context: string;
  /** Every object is made again exactly when it changes. */
  readonly identity: string;
  /** Type of the exposed workload's Service. */
  readonly service: "ClusterIP" | "NodePort" | "LoadBalancer";
  /** What the program does for other clusters and leaves to somebody else here. */
  readonly notManaged: readonly string[];
}
