import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Document, parseDocument } from "yaml";
import { ConfigError, loadStack } from "../../config/file/load";
import type { Problem } from "../../config/file/problems";
import { planStack } from "../../plan";

/** The project's root: the checked-in stack files are the tests' starting point. */
export const root = join(__dirname, "..", "..");

/** Stack files by stack name. */
export type Files = Readonly<Record<string, string>>;

/** "clusters.aws-usw2.slot" with a value to write there, or `remove`. */
export type Edit = readonly [path: readonly (string | number)[], value: unknown];

export const remove = Symbol("remove");

/** The checked-in file of a stack, with edits at paths below `gateway-fleet:`. */
export function edited(stack: string, ...edits: readonly Edit[]): string {
  const document = parseDocument(readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8"));
  for (const [[section, ...rest], value] of edits) apply(document, ["config", `gateway-fleet:${section}`, ...rest], value);
  return document.toString({ lineWidth: 0 });
}

function apply(document: Document, path: readonly (string | number)[], value: unknown): void {
  if (value === remove) document.deleteIn(path);
  else document.setIn(path, document.createNode(value));
}

/** Runs with a project that has exactly these stack files. */
export function withProject<T>(files: Files, run: (projectRoot: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "gateway-fleet-config-"));
  try {
    for (const [stack, text] of Object.entries(files)) writeFileSync(join(folder, `Pulumi.${stack}.yaml`), text);
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What loading a stack complains about; nothing where it loads. */
export function problemsOf(files: Files, stack: string): readonly Problem[] {
  return withProject(files, (folder) => {
    try {
      loadStack(folder, stack);
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
  });
}

/** The same as "path: message". */
export function complaints(files: Files, stack: string): readonly string[] {
  return problemsOf(files, stack).map(({ path, message }) => `${path}: ${message}`);
}

/** What a plan complains about, as "path: message": of the files, and of what they come to. */
export function planComplaints(files: Files, stack: string): readonly string[] {
  return withProject(files, (folder) => {
    try {
      planStack(loadStack(folder, stack));
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
      throw error;
    }
  });
}
