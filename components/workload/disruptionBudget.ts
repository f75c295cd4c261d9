import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { WorkloadPlan } from "../../plan/model/workload";
import type { ObjectMeta } from "../kubernetes/objectMeta";

/** How many pods a drain may take away at once. */
export function createDisruptionBudget(
  name: string,
  plan: WorkloadPlan,
  metadata: ObjectMeta,
  opts: pulumi.CustomResourceOptions,
): PodDisruptionBudget {
  return new PodDisruptionBudget(
    name,
    {
      metadata,
      spec: {
        maxUnavailable: plan.disruptionBudget.maxUnavailable,
        selector: { matchLabels: { ...plan.selectorLabels } },
        // A pod that is broken anyway must not stop its node from being drained.
        unhealthyPodEvictionPolicy: "AlwaysAllow",
      },
    },
    opts,
  );
}
