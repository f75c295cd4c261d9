import type { Ran, Results } from "../../cli/requirements/coverage";

/** A line that test/reporter.cjs writes: a test or hook that ended, or the end of all of them. */
export type ReporterLine = (Ran & { readonly kind: "test" | "hook"; readonly error?: string }) | { readonly kind: "end" };

/** What a group's mocha process left. */
export interface EndedProcess {
  readonly group: string;
  readonly lines: readonly ReporterLine[];
  readonly output: string;
  readonly seconds: number;
  /** Its exit code, or the signal that ended it. */
  readonly end: number | NodeJS.Signals;
}

export interface Failure {
  readonly group: string;
  /** Of a test or hook, with its suites' titles; of a process that died, its group's name. */
  readonly title: string;
  readonly error: string;
}

export interface Outcome extends Results {
  /** More than the failed tests: a hook that failed and a process that died are no tests. */
  readonly failures: readonly Failure[];
}

export function outcomeOf(process: EndedProcess): Outcome {
  const { group, lines } = process;
  const failures = lines.flatMap((line) => failureIn(group, line) ?? []);
  return {
    tests: lines.flatMap((line) => (line.kind === "test" ? ran(line) : [])),
    hooks: lines.flatMap((line) => (line.kind === "hook" ? ran(line) : [])),
    failures: [...failures, ...crashOf(process, failures.length)],
  };
}

/** The failure that a line tells of, if it does. */
export function failureIn(group: string, line: ReporterLine): Failure | undefined {
  if (line.kind === "end" || line.state !== "failed") return undefined;
  return { group, title: fullTitle(line), error: line.error ?? "" };
}

export function merged(outcomes: readonly Outcome[]): Outcome {
  return {
    tests: outcomes.flatMap(({ tests }) => tests),
    hooks: outcomes.flatMap(({ hooks }) => hooks),
    failures: outcomes.flatMap(({ failures }) => failures),
  };
}

/** Seconds of each file's tests and hooks. */
export function secondsByFile({ tests, hooks }: Results): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { file, seconds } of [...tests, ...hooks]) sums.set(file, (sums.get(file) ?? 0) + seconds);
  return sums;
}

export function fullTitle({ suite, title }: Pick<Ran, "suite" | "title">): string {
  return `${suite} ${title}`.trim();
}

function ran({ suite, title, state, seconds, file }: Ran): Ran {
  return { suite, title, state, seconds, file };
}

/** None where it came to the end of its tests, and failed with failed tests or not at all: a test may end its process with code 0, too. */
function crashOf({ group, lines, output, end }: EndedProcess, failed: number): readonly Failure[] {
  const isComplete = lines.at(-1)?.kind === "end";
  if (isComplete && (end === 0 || failed > 0)) return [];
  const when = isComplete ? "although none of its tests failed" : "before the end of its tests";
  // A file that cannot be loaded has its reason above the frames of what loads it.
  const said = output.split("\n").filter((text) => !/^\s+at .*(node:|node_modules)/.test(text));
  const tail = said.join("\n").trim().split("\n").slice(-30).join("\n");
  const how = typeof end === "number" ? `code ${end}` : end;
  return [{ group, title: group, error: `its process ended with ${how} ${when}; its last lines:\n${tail}` }];
}
