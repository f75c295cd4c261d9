import { resolve } from "node:path";
import { Option, type Command } from "commander";
import type { Latency } from "../clouds/simulator/latency";
import { printCounts } from "../commands/counts";
import { destroy, preview, refresh, up } from "../commands/operate";
import { printWhatToTry, servedHost } from "../commands/whatToTry";
import { openLab, type Lab } from "../lab";
import { labStacks, type LabStacks } from "../stacks";
import { consoleProgress } from "../tools/progress";
import { interruption, say, withProject, type ProjectOptions } from "./context";

interface OperationOptions extends ProjectOptions {
  readonly latency: Latency["mode"];
  readonly latencyScale: number;
}

/** What the engine does with a stack: preview, up, refresh, destroy. */
export function addOperations(lab: Command): void {
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

  function operation(name: string, description: string): Command {
    return withProject(lab.command(name).description(description).argument("<stack>"))
      .addOption(new Option("--latency <mode>", "how long simulated clouds take").choices(["none", "realistic"]).default("none"))
      .option("--latency-scale <factor>", "1 is as long as the real ones", Number, 1);
  }
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
