/**
 * What every object of the program carries.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function managedLabels(partOf: string): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/part-of": partOf, "app.kubernetes.io/managed-by": "pulumi" };
}

/** What finds a workload's pods. A selector cannot be changed in place, so nothing that may change is in it. */
export function selectorLabels(workload: string): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/name": workload };
}

/** On a workload's own objects. `app` is what many dashboards and service meshes group by. */
export function workloadLabels(workload: string, partOf: string): Readonly<Record<string, string>> {
  return { app: workload, ...selectorLabels(workload), ...managedLabels(partOf) };
}
