import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { WorkloadPlan } from "../../stacks/plan/fleetPlan";
import { selectorLabels } from "./labels";
import type { ObjectMeta } from "./workload";

/** How many pods a drain may take away at once. */
export function createDisruptionBudget(
  name: string,
  plan: WorkloadPlan,
  metadata: ObjectMeta,
  opts: pulumi.CustomResourceOptions,
): k8s.policy.v1.PodDisruptionBudget {
  return new k8s.policy.v1.PodDisruptionBudget(
    name,
    {
      metadata,
      spec: {
        maxUnavailable: plan.disruptionBudget.maxUnavailable,
        selector: { matchLabels: { ...selectorLabels(plan.name) } },
        // A pod that is broken anyway must not stop its node from being drained.
        unhealthyPodEvictionPolicy: "AlwaysAllow",
      },
    },
    opts,
  );
}
