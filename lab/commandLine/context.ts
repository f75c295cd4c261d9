import { resolve } from "node:path";
import type { Command } from "commander";
import { labHome } from "../home";
import { openContents } from "../lab";
import { labOf } from "../stacks";
import { consoleProgress } from "../tools/progress";

/** What every command line of the lab can say. */
export interface ProjectOptions {
  readonly project: string;
}

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Of the whole process: Ctrl-C aborts it. */
export const interruption = new AbortController();

export function withProject(command: Command): Command {
  return command.option("--project <dir>", "directory of Pulumi.yaml and the stack files", ".");
}

/** @param stack default: the only one that has a lab */
export function contentsOf(stack: string | undefined, options: ProjectOptions): ReturnType<typeof openContents> {
  const root = resolve(options.project);
  return openContents(labHome(root, labOf(root, stack)), consoleProgress());
}
