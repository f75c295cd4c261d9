import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { figure, median, type Figure } from "./figures";
import { repository, run } from "./processes";

const stack = "prod";
const save = "as-made";

/** In this order each finds the lab as it needs it. Goals are seconds of two quiet cores. */
const commands = [
  { name: "up, from nothing", args: ["up", stack], goal: 25 },
  { name: "up, nothing to change", args: ["up", stack], goal: 12 },
  { name: "save", args: ["save", stack, save], goal: 15 },
  { name: "restore", args: ["restore", stack, save], goal: 15 },
  { name: "destroy", args: ["destroy", stack, "--unprotect"], goal: 20 },
] as const;

/**
 * What an operator waits for in the lab, each beside its floor: the same commands where the program is `emptyStack.ts`, which makes as many
 * resources that are nothing, so that what is left is the engine's own time and that of Node.
 */
export async function labFigures(runs: number): Promise<readonly Figure[]> {
  // Ctrl-C reaches the lab that runs as well: it ends its operation, and is taken down below.
  const stay = (): void => undefined;
  process.on("SIGINT", stay);
  try {
    const counts = { prod: await countOf("prod"), "prod-traffic": await countOf("prod-traffic") };
    const pairs: { readonly program: readonly number[]; readonly floor: readonly number[] }[] = [];
    for (let round = 0; round < runs; round += 1) {
      pairs.push({ program: await measure("program", "index.ts"), floor: await measure("floor", "cli/bench/emptyStack.ts", counts) });
    }
    return commands.map(({ name, goal }, index) => {
      const medianOf = (side: "program" | "floor"): number => median(pairs.map((pair) => pair[side][index] ?? Number.NaN));
      return figure(`lab ${stack}: ${name}`, medianOf("program"), "s", goal, medianOf("floor"));
    });
  } finally {
    process.off("SIGINT", stay);
  }
}

async function countOf(name: string): Promise<number> {
  const { stdout } = await run(["cli/plan.ts", name, "--json"]);
  return (JSON.parse(stdout) as { readonly resources: readonly unknown[] }).resources.length;
}

/** @returns the seconds of each of {@link commands} */
async function measure(name: string, main: string, empty: Readonly<Record<string, number>> = {}): Promise<readonly number[]> {
  const project = join(repository, ".lab", ".bench", name);
  const lab = (args: readonly string[]): ReturnType<typeof run> => run(["lab/main.ts", ...args, "--project", project]);
  const takeAway = async (): Promise<void> => {
    if (existsSync(join(project, ".lab", stack))) await lab(["down", stack, "--delete"]);
    rmSync(project, { recursive: true, force: true });
  };
  // Of a bench that was killed.
  await takeAway();
  writeProject(project, main, empty);
  try {
    const seconds: number[] = [];
    for (const { args } of commands) seconds.push((await lab(args)).seconds);
    return seconds;
  } finally {
    await takeAway();
  }
}

/** A project of the same stacks, whose lab is no other's. */
function writeProject(project: string, main: string, empty: Readonly<Record<string, number>>): void {
  mkdirSync(project, { recursive: true });
  const { name, runtime } = parse(readFileSync(join(repository, "Pulumi.yaml"), "utf8")) as Record<string, unknown>;
  writeFileSync(join(project, "Pulumi.yaml"), stringify({ name, runtime, main: join(repository, main) }));
  writeFileSync(join(project, "empty.json"), JSON.stringify(empty));
  for (const file of ["Pulumi.prod.yaml", "Pulumi.prod-traffic.yaml"]) {
    writeFileSync(join(project, file), readFileSync(join(repository, file)));
  }
}
