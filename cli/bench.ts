import { Command, InvalidArgumentError } from "commander";
import { tableOf } from "./bench/figures";
import { labFigures } from "./bench/lab";
import { programFigures } from "./bench/program";

interface BenchOptions {
  readonly json: boolean;
  readonly runs: number;
  readonly labRuns: number;
}

new Command("bench")
  .description(
    "Measures what the program, the plan and the lab cost. Ratios and floors compare runs of the same machine; a busy one still blurs them.",
  )
  .option("--json", "print one JSON document and nothing else", false)
  .option("--runs <n>", "runs per figure of program and plan, the median counts", atLeast(1), 5)
  .option("--lab-runs <n>", "runs per figure of the lab, minutes each; 0 leaves them out", atLeast(0), 3)
  .action(async ({ json, runs, labRuns }: BenchOptions) => {
    const figures = [...(await programFigures(runs)), ...(labRuns === 0 ? [] : await labFigures(labRuns))];
    process.stdout.write(json ? `${JSON.stringify({ figures }, undefined, 2)}\n` : `${tableOf(figures)}\n`);
    if (figures.some(({ holds }) => !holds)) process.exitCode = 1;
  })
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });

function atLeast(least: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (!Number.isInteger(count) || count < least) throw new InvalidArgumentError(`it must be a whole number of at least ${least}.`);
    return count;
  };
}
