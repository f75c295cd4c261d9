import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { AksPlan } from "../../../plan/model/aks";
import { managedLabels } from "../../kubernetes/labels";

/**
 * Which pools AKS's cluster autoscaler tries first. It reads the ConfigMap of this name anew each time it needs nodes, and without it adds none at
 * all: the sizes at creation have to last until it is there. A pool whose nodes do not come within
 * `maxNodeProvisionMinutes` is passed over for the next priority.
 * https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/expander/priority/readme.md
 */
export function createExpanderPriorities(
  name: string,
  { expanderPriorities }: AksPlan,
  partOf: string,
  opts: pulumi.CustomResourceOptions,
): ConfigMap {
  return new ConfigMap(
    name,
    {
      metadata: { name: "cluster-autoscaler-priority-expander", namespace: "kube-system", labels: managedLabels(partOf) },
      data: { priorities: asYaml(expanderPriorities) },
    },
    opts,
  );
}

/** Numbers as keys, which JSON cannot write. */
function asYaml(priorities: AksPlan["expanderPriorities"]): string {
  return Object.entries(priorities)
    .map(([priority, expressions]) => `${priority}:\n${expressions.map((expression) => `  - ${JSON.stringify(expression)}\n`).join("")}`)
    .join("");
}
