import { deploy } from "../../stacks/deploy";
import type { StackPlan } from "../../stacks/plan";
import { byCodeUnit } from "../../stacks/plan/order";
import { record } from "./record";
import type { ReportedResource } from "./report";

/** Runs the program itself, as a preview would, and writes down what it registers, by URN. */
export async function evaluate(project: string, stack: string, plan: StackPlan): Promise<ReportedResource[]> {
  const { resources } = await record(() => deploy(plan), { stack, project, preview: true });
  return resources
    .map(({ type, name, parent, urn }) => ({ stack, type, name, parent: parent ?? null, urn }))
    .sort((a, b) => byCodeUnit(a.urn, b.urn));
}
