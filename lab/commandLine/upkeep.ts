import { resolve } from "node:path";
import type { Command } from "commander";
import { down } from "../commands/down";
import { deleteSave, listSaves, restore, save } from "../commands/saves";
import { listTools, packTools } from "../commands/tools";
import { labHome, type LabHome } from "../home";
import { labOf, labStacks } from "../stacks";
import { consoleProgress } from "../tools/progress";
import { say, withProject, type ProjectOptions } from "./context";

/** What becomes of a lab, and what it needs: down, save, restore, saves, tools. */
export function addUpkeep(lab: Command): void {
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
    lab
      .command("restore")
      .description("put a save in the place of what the lab holds, and start it")
      .argument("<stack>")
      .argument("<name>"),
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
}

/** A lab whose saves are meant: it may be down and deleted. */
function savedHome(stack: string, options: ProjectOptions): LabHome {
  const root = resolve(options.project);
  return labHome(root, labStacks(root, stack).fleet);
}
