import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { runtime } from "@pulumi/pulumi";
import { started, type ProgramStart } from "./programStart";

/**
 * The process of a program: `programHost.ts <main file>`. Until it is told to start, it loads what the main file imports, which takes longer
 * than most evaluations; nothing of ours asks the engine anything while it loads (test/architecture.test.ts).
 */
function main([file = ""]: readonly string[]): void {
  process.once("message", start);
  // Nothing else keeps it alive while it waits; once it runs, it may end by itself.
  process.channel?.ref();
  loadImports(file);
}

/** As the SDK's own server of inline programs does it, since modules that are loaded have made the SDK's store before the engine was known. */
function start(told: ProgramStart): void {
  process.send?.(started);
  process.channel?.unref();
  const { project, stack, parallel, engineAddress, monitorAddress, dryRun, organization } = told;
  runtime.resetOptions(project, stack, parallel, engineAddress, monitorAddress, dryRun, organization);
  runtime.setAllConfig(told.config, [...told.secretKeys]);
  const load = createRequire(__filename);
  const runner = load.resolve("@pulumi/pulumi/cmd/run/index.js");
  process.argv = [process.execPath, runner, ...told.arguments];
  load(runner);
}

/** What cannot be loaded is the program's to report, when it is run. */
function loadImports(file: string): void {
  const load = createRequire(file);
  for (const specifier of importsOf(file)) {
    try {
      load(specifier);
    } catch {
      return;
    }
  }
}

function importsOf(file: string): readonly string[] {
  const found = readText(file).matchAll(/^import (?:(?!type )[^;"]*from )?"([^"]+)";/gm);
  return [...found].flatMap(([, specifier]) => specifier ?? []);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

main(process.argv.slice(2));
