import { resolve } from "node:path";
import { Option, type Command } from "commander";
import { dig } from "../commands/dig";
import { drill, type DrillWords } from "../commands/drill";
import { breakTargets, mendTargets } from "../commands/faults";
import { CommandFailed } from "../commands/operate";
import { scale } from "../commands/scale";
import { status } from "../commands/status";
import { servedHost } from "../commands/whatToTry";
import { lossKinds } from "../drill/losses/kinds";
import { labHome } from "../home";
import { openContents } from "../lab";
import { labOf, labStacks } from "../stacks";
import { consoleProgress } from "../tools/progress";
import { contentsOf, interruption, say, withProject, type ProjectOptions } from "./context";

/** What one sees of a lab, and what can happen to it: status, scale, break, mend, drill, dig. */
export function addInspection(lab: Command): void {
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
    lab
      .command("drill")
      .description("take a place away, measure from outside how clients get over it, and give it back")
      .argument("<stack>"),
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
      await drill(
        await openContents(labHome(root, labOf(root, stack)), consoleProgress()),
        root,
        stacks,
        options,
        say,
        interruption.signal,
      );
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
}

/** Targets have a slash or are `all`; a first word without one names the stack. */
function stackAndTargets([first, ...rest]: readonly string[]): { readonly stack: string | undefined; readonly targets: readonly string[] } {
  if (first === undefined) return { stack: undefined, targets: [] };
  return first.includes("/") || first === "all" ? { stack: undefined, targets: [first, ...rest] } : { stack: first, targets: rest };
}
