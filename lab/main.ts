import { resolve } from "node:path";
import { Command, Option } from "commander";
import { printCounts } from "./commands/counts";
import { dig } from "./commands/dig";
import { drill, type DrillWords } from "./commands/drill";
import { down } from "./commands/down";
import { breakTargets, mendTargets } from "./commands/faults";
import { CommandFailed, destroy, preview, refresh, up } from "./commands/operate";
import { deleteSave, listSaves, restore, save } from "./commands/saves";
import { scale } from "./commands/scale";
import { status } from "./commands/status";
import { listTools, packTools } from "./commands/tools";
import { printWhatToTry, servedHost } from "./commands/whatToTry";
import { lossKinds } from "./drill/kinds";
import { labHome, type LabHome } from "./home";
import type { Latency } from "./cloud/latency";
import { openContents, openLab, type Lab } from "./lab";
import { labOf, labStacks, type LabStacks } from "./stacks";
import { consoleProgress } from "./tools/progress";

interface ProjectOptions {
  readonly project: string;
}

interface OperationOptions extends ProjectOptions {
  readonly latency: Latency["mode"];
  readonly latencyScale: number;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const interruption = new AbortController();

const lab = new Command("lab")
  .description(
    "The main job without an account: the real Pulumi engine, the unchanged program, simulated clouds, real Kubernetes API servers.",
  )
  .showHelpAfterError();

operation("preview", "show what an up would change").action((stack: string, options: OperationOptions) =>
  onLab("preview", stack, options, (opened, stacks) => preview(opened, stacks, say, interruption.signal)),
);

operation("up", "preview, then make the stack what its file says; a fleet stack brings its traffic stack")
  .option("--skip-preview", "update at once, and also where nothing changes", false)
  .action((stack: string, options: OperationOptions & { readonly skipPreview: boolean }) =>
    onLab("up", stack, options, async (opened, stacks) => {
      await up(opened, stacks, options, say, interruption.signal);
      printWhatToTry(opened.home, stacks, opened.controlPlanes, servedHost(opened.project.root, stacks), say);
    }),
  );

operation("refresh", "read what the clouds have into the state").action((stack: string, options: OperationOptions) =>
  onLab("refresh", stack, options, (opened, stacks) => refresh(opened, stacks, say, interruption.signal)),
);

operation("destroy", "remove everything, traffic first")
  .option("--unprotect", "also what is protected: clusters, addresses, zones", false)
  .action((stack: string, options: OperationOptions & { readonly unprotect: boolean }) =>
    onLab("destroy", stack, options, (opened, stacks) => destroy(opened, stacks, options, say, interruption.signal)),
  );

withProject(lab.command("status").description("show clouds, clusters, front doors and health").argument("[stack]")).action(
  async (stack: string | undefined, options: ProjectOptions) => {
    const { home, clouds, controlPlanes } = await contentsOf(stack, options);
    await status(home, clouds, controlPlanes, say);
  },
);

withProject(
  lab.command("scale").description("set a pool's live size as its node autoscaler would").argument("<[stack] cluster/pool nodes...>"),
).action(async (words: readonly string[], options: ProjectOptions) => {
  const [size, pool, stack] = [...words].reverse();
  if (size === undefined || pool === undefined) throw new CommandFailed("say which pool and how many nodes: scale aws-usw2/general 15");
  const { clouds } = await contentsOf(stack, options);
  await scale(clouds, pool, size, say);
});

withProject(lab.command("break").description("take APIs, API servers, zones or front doors away").argument("<[stack] target...>"))
  .option("--except <target...>", "what goes on working, such as api/aws:route53", [])
  .action(async (words: readonly string[], options: ProjectOptions & { readonly except: readonly string[] }) => {
    const { stack, targets } = stackAndTargets(words);
    const { home, controlPlanes } = await contentsOf(stack, options);
    await breakTargets(home, controlPlanes, targets, options.except, say);
  });

withProject(
  lab.command("mend").description("give back what is broken; everything where nothing is named").argument("[[stack] target...]"),
).action(async (words: readonly string[], options: ProjectOptions) => {
  const { stack, targets } = stackAndTargets(words);
  const { home, controlPlanes } = await contentsOf(stack, options);
  await mendTargets(home, controlPlanes, targets, say);
});

withProject(
  lab.command("drill").description("take a place away, measure from outside how clients get over it, and give it back").argument("<stack>"),
)
  .requiredOption("--lose <place>", "a cloud, a region or a cluster")
  .addOption(new Option("--kind <kind>", "what happens to it").choices(Object.keys(lossKinds)).default("black-hole"))
  .option("--real-time", "as slow as in reality, instead of on a faster clock that keeps the ratios", false)
  .option("--clients <n>", "clients that honour the TTL; of each other kind a tenth as many", Number, 1_000)
  .option("--seed <n>", "of everything that is left to chance", Number, 1)
  .option("--checkers <n>", "with --kind split: health checkers that do not reach the place, of 16", Number, 13)
  .option(
    "--autoscaling",
    "with --real-time: give the survivors' autoscalers the load that they got, and see when they have followed",
    false,
  )
  .option("--json", "print one JSON document (docs/operate/drill.md) and nothing else", false)
  .addHelpText(
    "after",
    `\nKinds:\n${Object.entries(lossKinds)
      .map(([kind, what]) => `  ${kind.padEnd(12)}${what}`)
      .join("\n")}`,
  )
  .action(async (stack: string, options: ProjectOptions & DrillWords) => {
    // Whoever ends it wants the place back all the same.
    process.once("SIGTERM", () => interruption.abort());
    const root = resolve(options.project);
    const stacks = labStacks(root, stack);
    await drill(await openContents(labHome(root, labOf(root, stack)), consoleProgress()), root, stacks, options, say, interruption.signal);
  });

withProject(lab.command("dig").description("ask the lab's DNS").argument("[stack]").argument("[name]", "default: the stack's host"))
  .option("--count <n>", "ask so often and tally the answers", Number, 1)
  .action(async (stack: string | undefined, name: string | undefined, options: ProjectOptions & { readonly count: number }) => {
    const root = resolve(options.project);
    const fleet = labOf(root, stack);
    const host = name ?? servedHost(root, labStacks(root, fleet));
    if (host === undefined) throw new CommandFailed(`no traffic stack names ${fleet}; say which name to ask for`);
    await dig(labHome(root, fleet), host, options.count, say);
  });

withProject(lab.command("down").description("end every process of the lab").argument("[stack]"))
  .option("--delete", "also delete its clouds, clusters and stacks", false)
  .action(async (stack: string | undefined, options: ProjectOptions & { readonly delete: boolean }) => {
    const root = resolve(options.project);
    await down(labHome(root, labOf(root, stack)), options, say);
  });

withProject(lab.command("save").description("keep a copy of the lab as it is, to come back to").argument("<stack>").argument("<name>"))
  .option("--replace", "also where a save of that name exists", false)
  .action(async (stack: string, name: string, options: ProjectOptions & { readonly replace: boolean }) => {
    const root = resolve(options.project);
    await save(labHome(root, labOf(root, stack)), name, options, consoleProgress(), say);
  });

withProject(
  lab.command("restore").description("put a save in the place of what the lab holds, and start it").argument("<stack>").argument("<name>"),
).action(async (stack: string, name: string, options: ProjectOptions) => {
  await restore(savedHome(stack, options), name, consoleProgress(), say);
});

withProject(lab.command("saves").description("list a lab's saves").argument("<stack>"))
  .option("--delete <name>", "delete one of them")
  .action((stack: string, options: ProjectOptions & { readonly delete?: string }) => {
    const home = savedHome(stack, options);
    if (options.delete === undefined) listSaves(home, say);
    else deleteSave(home, options.delete, say);
  });

lab
  .command("tools")
  .description("find the tools on PATH, or build them once; every other command does it by itself")
  .option("--pack <file>", "build them all and write them into one file, for machines that then need neither Go nor the time")
  .action(({ pack }: { readonly pack?: string }) =>
    pack === undefined ? listTools(consoleProgress(), say) : packTools(pack, consoleProgress(), say),
  );

function operation(name: string, description: string): Command {
  return withProject(lab.command(name).description(description).argument("<stack>"))
    .addOption(new Option("--latency <mode>", "how long simulated clouds take").choices(["none", "realistic"]).default("none"))
    .option("--latency-scale <factor>", "1 is as long as the real ones", Number, 1);
}

function withProject(command: Command): Command {
  return command.option("--project <dir>", "directory of Pulumi.yaml and the stack files", ".");
}

async function onLab(
  command: string,
  stack: string,
  options: OperationOptions,
  act: (opened: Lab, stacks: LabStacks) => Promise<void>,
): Promise<void> {
  const projectRoot = resolve(options.project);
  const stacks = labStacks(projectRoot, stack);
  const latency = { mode: options.latency, scale: options.latencyScale };
  const opened = await openLab({
    projectRoot,
    fleetStack: stacks.fleet,
    command: `${command} ${stack}`,
    latency,
    evaluations: evaluationsOf(command) * stacks.named.length,
    progress: consoleProgress(),
  });
  try {
    await act(opened, stacks);
  } finally {
    printCounts(opened.counts, say);
    await opened.close();
  }
}

/** Of the program, for each stack: what is refreshed or destroyed is in the state. */
function evaluationsOf(command: string): number {
  return { preview: 1, up: 2 }[command] ?? 0;
}

function contentsOf(stack: string | undefined, options: ProjectOptions): ReturnType<typeof openContents> {
  const root = resolve(options.project);
  return openContents(labHome(root, labOf(root, stack)), consoleProgress());
}

/** A lab whose saves are meant: it may be down and deleted. */
function savedHome(stack: string, options: ProjectOptions): LabHome {
  const root = resolve(options.project);
  return labHome(root, labStacks(root, stack).fleet);
}

/** Targets have a slash or are `all`; a first word without one names the stack. */
function stackAndTargets([first, ...rest]: readonly string[]): { readonly stack: string | undefined; readonly targets: readonly string[] } {
  if (first === undefined) return { stack: undefined, targets: [] };
  return first.includes("/") || first === "all" ? { stack: undefined, targets: [first, ...rest] } : { stack: first, targets: rest };
}

// Whoever reads the output has seen enough, as with `| head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

// Once: the engine finishes what is under way and writes its state. Twice: at once.
process.on("SIGINT", () => {
  if (interruption.signal.aborted) process.exit(130);
  process.stderr.write("\ninterrupted: finishing what is under way; Ctrl-C again to stop at once\n");
  interruption.abort();
});

lab.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
