import type { WorkloadPlan } from "../../plan/model/workload";

/**
 * What every object of the program carries.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function managedLabels(partOf: string): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/part-of": partOf, "app.kubernetes.io/managed-by": "pulumi" };
}

/** On a workload's own objects. `app` is what many dashboards and service meshes group by. */
export function workloadLabels(
  { name, selectorLabels }: Pick<WorkloadPlan, "name" | "selectorLabels">,
  partOf: string,
): Readonly<Record<string, string>> {
  return { app: name, ...selectorLabels, ...managedLabels(partOf) };
}
