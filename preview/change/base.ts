import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { parseDocument } from "yaml";
import { ConfigError, loadStack } from "../../config/file/load";
import type { Problem } from "../../config/file/problems";
import { planStack, type StackPlan } from "../../plan";

/** Another version of the project, in a folder of its own. */
export interface BaseVersion {
  /** As it was asked for, such as "main". */
  readonly ref: string;
  /** Full hash. */
  readonly commit: string;
  /** Folder of that version's Pulumi.yaml and stack files; it may not exist. */
  readonly projectRoot: string;
  /** Absolute path of that version's program. */
  readonly program: string;
}

const packages = join(__dirname, "..", "..", "node_modules");

/**
 * Writes a commit's files into a temporary folder, beside this checkout's packages, for as long as `use` takes. The repository, its index
 * and its working tree stay as they are.
 *
 * @param ref a branch, a tag or a commit
 * @throws ConfigError where the project is in no git repository, or the repository has no such commit
 */
export async function withBaseVersion<Result>(
  projectRoot: string,
  ref: string,
  use: (base: BaseVersion) => Promise<Result>,
): Promise<Result> {
  const found = await git(projectRoot, ["rev-parse", "--show-toplevel"]);
  if (!found.ok) throw baseError(`git finds no repository with ${projectRoot}, and a base is a commit of the project's own: ${found.said}`);
  const repository = found.said;
  const parsed = await git(repository, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
  if (!parsed.ok)
    throw baseError(
      `the repository has no commit "${ref}"; give a branch, a tag or a commit that it has, and fetch it first where it is elsewhere`,
    );
  const commit = parsed.said;

  const folder = mkdtempSync(join(tmpdir(), "gateway-fleet-base-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const stop = () => process.exit(130);
  process.once("exit", remove).once("SIGINT", stop).once("SIGTERM", stop);
  try {
    const files = join(folder, "files");
    mkdirSync(files);
    const index = { GIT_INDEX_FILE: join(folder, "index") };
    for (const words of [
      ["read-tree", commit],
      ["checkout-index", "--all", `--prefix=${files}/`],
    ]) {
      const written = await git(repository, words, index);
      if (!written.ok) throw baseError(`the files of "${ref}" (${commit.slice(0, 7)}) cannot be written to ${files}: ${written.said}`);
    }
    if (!existsSync(join(files, "node_modules"))) symlinkSync(packages, join(files, "node_modules"));
    const base = join(files, relative(repository, realpathSync(projectRoot)));
    return await use({ ref, commit, projectRoot: base, program: join(base, mainOf(base)) });
  } finally {
    process.off("exit", remove).off("SIGINT", stop).off("SIGTERM", stop);
    remove();
  }
}

/**
 * What a stack's files of that version come to, as this program plans them: what is decided, in the terms of today.
 *
 * @throws ConfigError where that version has no such stack, or this program does not take its files
 */
export function planOfBase({ projectRoot }: BaseVersion, stack: string): StackPlan {
  return planStack(loadStack(projectRoot, stack));
}

/** What is wrong with the base, in the words of the command line. */
export function baseProblem(message: string): Problem {
  return { file: "--base", path: "", message };
}

function baseError(message: string): ConfigError {
  return new ConfigError([baseProblem(message)]);
}

function mainOf(projectRoot: string): string {
  const path = join(projectRoot, "Pulumi.yaml");
  const main: unknown = existsSync(path) ? parseDocument(readFileSync(path, "utf8")).get("main") : undefined;
  return typeof main === "string" ? main : "index.ts";
}

/** What git answers, or the first line of why it does not. */
async function git(
  folder: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly ok: boolean; readonly said: string }> {
  try {
    const { stdout } = await promisify(execFile)("git", ["-C", folder, ...words], { env: { ...ownEnvironment(), ...env } });
    return { ok: true, said: stdout.trim() };
  } catch (error) {
    const words = error instanceof Error && "stderr" in error && error.stderr !== "" ? error.stderr : error;
    return { ok: false, said: String(words).trim().split("\n")[0] ?? "" };
  }
}

/** A git hook sets variables that say which repository is meant, whatever the folder. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
}
