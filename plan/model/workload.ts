import type { Shape } from "../../catalogue/machines";
import type { Taint } from "./pool";
import type { ScalingPlan } from "./scaling";

export interface WorkloadPlan {
  readonly name: string;
  readonly namespace: string;
  /** What finds its pods. A selector cannot be changed in place, so nothing that may change is in it. */
  readonly selectorLabels: Readonly<Record<string, string>>;
  readonly image: string;
  /** Container port. */
  readonly port: number;
  /** Present when the workload answers at the cluster's front door: the Service's port there. */
  readonly exposedPort: number | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** Kubernetes quantities, such as { cpu: "500m", memory: "1Gi" }. */
  readonly resources: { readonly requests: Quantities; readonly limits: Quantities };
  readonly probes: { readonly startup: HttpProbe; readonly liveness: HttpProbe; readonly readiness: HttpProbe };
  readonly spread: readonly SpreadRule[];
  readonly tolerations: readonly Taint[];
  /** Labels that a node must have; none where every node that takes the pods is of an architecture that the image is for. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** What the image is built for. */
  readonly architectures: readonly Shape["arch"][];
  /** Whether replicas may run on spot nodes. */
  readonly spot: "tolerate" | "avoid";
  /** What one replica carries and takes. */
  readonly capacity: ReplicaCapacity;
  readonly rollingUpdate: { readonly maxSurge: string | number; readonly maxUnavailable: string | number };
  readonly shutdown: { readonly gracePeriodSeconds: number; readonly preStopSeconds: number };
  readonly scaling: ScalingPlan;
  readonly disruptionBudget: { readonly maxUnavailable: string | number };
}

export interface ReplicaCapacity {
  /** Requests per second; undefined where nobody has measured it. */
  readonly rpsPerReplica: number | undefined;
  /** Connections by database. */
  readonly connections: Readonly<Record<string, number>>;
}

export interface Quantities {
  readonly cpu: string;
  readonly memory: string;
}

export interface HttpProbe {
  readonly path: string;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

export interface SpreadRule {
  readonly topologyKey: "topology.kubernetes.io/zone" | "kubernetes.io/hostname";
  readonly maxSkew: number;
  readonly whenUnsatisfiable: "DoNotSchedule" | "ScheduleAnyway";
}
