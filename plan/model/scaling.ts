import type { Bounds } from "./pool";

/** One scaler per workload. */
export type ScalingPlan = FixedScaling | HorizontalScaling;

export interface FixedScaling {
  readonly engine: "fixed";
  readonly replicas: number;
}

/** The horizontal autoscaler owns `replicas`. */
export interface HorizontalScaling {
  readonly engine: "hpa";
  readonly replicas: Bounds;
  /** Percent of requests. */
  readonly cpuPercent: number;
  readonly memoryPercent: number | undefined;
  readonly scaleUp: ScalingRule;
  readonly scaleDown: ScalingRule;
}

export interface ScalingRule {
  readonly stabilizationWindowSeconds: number;
  readonly select: "Max" | "Min";
  readonly policies: readonly { readonly type: "Percent" | "Pods"; readonly value: number; readonly periodSeconds: number }[];
}
