import type * as k8s from "@pulumi/kubernetes";
import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2";
import type * as pulumi from "@pulumi/pulumi";
import type { HorizontalScaling, ScalingRule } from "../../../plan/model/scaling";
import type { ObjectMeta } from "../../kubernetes/objectMeta";

export interface HorizontalAutoscalerArgs {
  readonly scaling: HorizontalScaling;
  readonly metadata: ObjectMeta;
  /** Name of the Deployment whose `replicas` it owns. */
  readonly deployment: pulumi.Input<string>;
}

/** Scales a Deployment on the use of what its pods request. */
export function createHorizontalAutoscaler(
  name: string,
  { scaling, metadata, deployment }: HorizontalAutoscalerArgs,
  opts: pulumi.CustomResourceOptions,
): HorizontalPodAutoscaler {
  return new HorizontalPodAutoscaler(
    name,
    {
      metadata,
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment },
        minReplicas: scaling.replicas.min,
        maxReplicas: scaling.replicas.max,
        metrics: [
          utilization("cpu", scaling.cpuPercent),
          ...(scaling.memoryPercent === undefined ? [] : [utilization("memory", scaling.memoryPercent)]),
        ],
        behavior: { scaleUp: scalingRules(scaling.scaleUp), scaleDown: scalingRules(scaling.scaleDown) },
      },
    },
    opts,
  );
}

function utilization(resource: "cpu" | "memory", percent: number): k8s.types.input.autoscaling.v2.MetricSpec {
  return { type: "Resource", resource: { name: resource, target: { type: "Utilization", averageUtilization: percent } } };
}

function scalingRules(rule: ScalingRule): k8s.types.input.autoscaling.v2.HPAScalingRules {
  return {
    stabilizationWindowSeconds: rule.stabilizationWindowSeconds,
    selectPolicy: rule.select,
    policies: rule.policies.map(({ type, value, periodSeconds }) => ({ type, value, periodSeconds })),
  };
}
