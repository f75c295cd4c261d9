import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { record, type RecordedResource } from "../../cli/plan/record";
import { loadStack } from "../../stacks/config/load";
import { listStacks } from "../../stacks/config/stackFile";
import { deploy } from "../../stacks/deploy";
import { planStack, type StackPlan } from "../../stacks/plan";

export interface PlannedStack {
  readonly stack: string;
  readonly plan: StackPlan;
  readonly resources: readonly RecordedResource[];
}

/** What every stack file of the repository would make, in a preview. */
export function plannedStacks(): Promise<readonly PlannedStack[]> {
  return (planned ??= planAll());
}

let planned: Promise<readonly PlannedStack[]> | undefined;

async function planAll(): Promise<readonly PlannedStack[]> {
  const stacks = projectsIn(join(__dirname, "..", "..")).flatMap((project) => listStacks(project).map((stack) => ({ project, stack })));
  return Promise.all(
    stacks.map(async ({ project, stack }) => {
      const plan = planStack(loadStack(project, stack));
      const { resources } = await record(() => deploy(plan), { stack, preview: true });
      return { stack, plan, resources };
    }),
  );
}

/** Folders with a Pulumi.yaml: the repository and the systems that it shows as examples. */
function projectsIn(folder: string): readonly string[] {
  const below = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
    .flatMap(({ name }) => projectsIn(join(folder, name)));
  return existsSync(join(folder, "Pulumi.yaml")) ? [folder, ...below] : below;
}
