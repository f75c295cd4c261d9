import { loadStack } from "../../config/file/load";
import { ConfigError } from "../../config/file/problems";
import { planStack, type StackPlan } from "../../plan";
import { type Edit, edited, withProject } from "../config/project";

/** The checked-in stacks of production with edits of the fleet's file: what an operator does, without the lab. */
export function planned(...edits: readonly Edit[]): Extract<StackPlan, { kind: "fleet" }> {
  return withProject({ prod: edited("prod", ...edits), "prod-traffic": edited("prod-traffic") }, (folder) => {
    const plan = planStack(loadStack(folder, "prod"));
    if (plan.kind !== "fleet") throw new Error("prod is a fleet");
    return plan;
  });
}

/** "path: message" of everything that is wrong with them; nothing where they plan. */
export function refusals(...edits: readonly Edit[]): readonly string[] {
  try {
    planned(...edits);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
}
