import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { loadStack } from "../config/file/load";

/** What a stack's name means to the lab: a fleet stack brings its traffic stack with it. */
export interface LabStacks {
  /** Names the lab: its clouds and clusters are this stack's. */
  readonly fleet: string;
  /** A traffic stack of its own, where there is one. */
  readonly traffic: string | undefined;
  /** The stacks a command is about, fleet before traffic. */
  readonly named: readonly string[];
}

/** @throws ConfigError where a stack file is wrong */
export function labStacks(projectRoot: string, stack: string): LabStacks {
  const config = loadStack(projectRoot, stack);
  if (config.kind === "traffic") return { fleet: config.fleetStack, traffic: config.stack, named: [config.stack] };
  const traffic = config.traffic?.stack;
  return { fleet: config.stack, traffic, named: traffic === undefined ? [config.stack] : [config.stack, traffic] };
}

/** Labs that exist below a project, by fleet stack: also those whose stack file is broken or gone. */
export function existingLabs(projectRoot: string): readonly string[] {
  const directory = join(projectRoot, ".lab");
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .sort();
}

/** The fleet stack a command without engine is about (`status`, `scale`, `break`, `down`); the only lab there is where none is named. */
export function labOf(projectRoot: string, stack: string | undefined): string {
  const labs = existingLabs(projectRoot);
  if (stack === undefined) {
    const [only, ...others] = labs;
    if (only === undefined) throw new Error("no lab exists here yet; start one with `npm run lab -- up <stack>`");
    if (others.length > 0) throw new Error(`several labs exist here (${labs.join(", ")}); name the stack`);
    return only;
  }
  if (labs.includes(stack)) return stack;
  const { fleet } = labStacks(projectRoot, stack);
  if (!labs.includes(fleet)) throw new Error(`no lab of stack ${fleet} exists yet; start it with \`npm run lab -- up ${fleet}\``);
  return fleet;
}
