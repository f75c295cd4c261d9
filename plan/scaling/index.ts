import type { Workload } from "../../config/workloads";
import type { ScalingPlan } from "../model/scaling";

export function scalingPlan(scaling: Workload["scaling"]): ScalingPlan {
  if (scaling.engine === "fixed") return scaling;
  const { min, max, cpuPercent, memoryPercent, behavior } = scaling;
  return {
    engine: "hpa",
    replicas: { min, max },
    cpuPercent,
    memoryPercent,
    scaleUp: scalingRule(behavior.scaleUp),
    scaleDown: scalingRule(behavior.scaleDown),
  };
}

/** The most replicas a workload can have in its cluster. */
export function maxReplicas(scaling: ScalingPlan): number {
  return scaling.engine === "fixed" ? scaling.replicas : scaling.replicas.max;
}

function scalingRule({ windowSeconds, select, policies }: Rule): Extract<ScalingPlan, { engine: "hpa" }>["scaleUp"] {
  return {
    stabilizationWindowSeconds: windowSeconds,
    select,
    policies: policies.map(({ periodSeconds, ...policy }) =>
      "percent" in policy ? { type: "Percent", value: policy.percent, periodSeconds } : { type: "Pods", value: policy.pods, periodSeconds },
    ),
  };
}

type Rule = Extract<Workload["scaling"], { engine: "hpa" }>["behavior"]["scaleUp"];
