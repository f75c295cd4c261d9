import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { BaseVersion } from "./base";
import type { StackRecording } from "../record/recording";

export type BaseRecordings =
  | { readonly by: "its own program"; readonly stacks: readonly StackRecording[] }
  /** The version has stack files only: the program is elsewhere. */
  | { readonly by: "no program" }
  | { readonly by: "a program that fails"; readonly reason: string };

/**
 * Evaluates a version's own program on its own stack files, in a process of its own: it says in its own words what it registers, while this
 * process evaluates another version.
 *
 * @param stacks those that have a file in that version
 */
export async function recordBase(base: BaseVersion, project: string, stacks: readonly string[]): Promise<BaseRecordings> {
  if (!existsSync(base.program)) return { by: "no program" };
  const loader = pathToFileURL(require.resolve("tsx")).href;
  const args = ["--import", loader, join(__dirname, "baseProgram.ts"), base.program, base.projectRoot, project, ...stacks];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: base.projectRoot, maxBuffer: 1024 ** 3 });
    // Written by this checkout's recorder, of whatever version the program is.
    return { by: "its own program", stacks: JSON.parse(stdout) as readonly StackRecording[] };
  } catch (error) {
    return { by: "a program that fails", reason: reason(error) };
  }
}

/** The program's own words, of which the first line says what is wrong. */
function reason(error: unknown): string {
  const said = typeof error === "object" && error !== null && "stderr" in error ? String(error.stderr) : String(error);
  const lines = said.split("\n").map((line) => line.trim());
  return lines.find((line) => /^\w*Error: /.test(line)) ?? lines.find((line) => line !== "") ?? "it says nothing";
}
