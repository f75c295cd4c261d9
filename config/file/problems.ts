import type { Finding } from "./messages";
import { printable } from "./printable";

/** One thing that is wrong in a stack file, with all that is needed to mend it. */
export interface Problem {
  /** "Pulumi.prod.yaml" */
  readonly file: string;
  /** "clusters.aws-usw2.zones[1]"; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong: the value, the limit and what to do. */
  readonly message: string;
  /** Line in the file, from 1; left out where nobody has looked it up. */
  readonly line?: number;
}

/** Stops a program, a plan or the lab with everything that is wrong in its stack files. Its message is the list, ready to be printed. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[];
  /** Makes Pulumi print the message alone, without the program's stack: https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/errors.ts */
  readonly __pulumiRunError = true;

  constructor(problems: readonly Problem[]) {
    super(renderProblems(problems));
    this.name = "ConfigError";
    this.problems = problems;
    // The reader is an operator: where the program noticed says nothing about where to mend it.
    this.stack = this.message;
  }
}

/** The problems as text: a heading, then a paragraph for each message, below all the places that it is about. */
export function renderProblems(problems: readonly Problem[]): string {
  return render(problems, "problem");
}

/** The same of what stops nothing yet. */
export function renderWarnings(warnings: readonly Problem[]): string {
  return render(warnings, "warning");
}

function render(problems: readonly Problem[], word: string): string {
  const files = [...new Set(problems.map(({ file }) => file))].join(" and ");
  const heading = `${problems.length} ${problems.length === 1 ? word : `${word}s`} in ${printable(files)}`;
  const places = new Map<string, string[]>();
  for (const { message, ...where } of problems.map(presentable)) places.set(message, [...(places.get(message) ?? []), place(where)]);
  return [heading, ...[...places].map(([message, all]) => paragraph(all, message))].join("\n");
}

/** More would push the messages that follow from the screen. */
const placesShown = 6;

function paragraph(places: readonly string[], message: string): string {
  const more = places.length - placesShown;
  const shown = more > 1 ? [...places.slice(0, placesShown), `and ${more} more places`] : places;
  return [...shown.map((where) => `  ${where}`), `    ${message}`].join("\n");
}

/** With what it quotes of an operator's shortened and escaped. The path of a very long key leads nowhere then, so this comes last. */
export function presentable(problem: Problem): Problem {
  const { file, path, message } = problem;
  return { ...problem, file: printable(file), path: printable(path), message: printable(message) };
}

/** One warning on one line, as an update's log wants it. */
export function renderWarning(shown: Problem): string {
  const warning = presentable(shown);
  return `${place(warning)}: ${warning.message}`;
}

function place({ file, line, path }: Omit<Problem, "message">): string {
  const where = line === undefined ? file : `${file}:${line}`;
  return path === "" ? where : `${where}  ${path}`;
}

/** What was found in a stack's file. A pool that fits nowhere is found on every cluster; it is said once. */
export function problemsIn(stack: string, findings: readonly Finding[]): Problem[] {
  const problems = findings.map(({ path, message }) => ({ file: `Pulumi.${stack}.yaml`, path: formatPath(path), message }));
  const key = ({ path, message }: Problem) => JSON.stringify([path, message]);
  return [...new Map(problems.map((problem) => [key(problem), problem])).values()];
}

/** ["clusters", "aws-usw2", "zones", 1] as "clusters.aws-usw2.zones[1]"; keys that would be misread are quoted: labels["example.com/team"]. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, segment) => {
    if (typeof segment === "number") return `${text}[${segment}]`;
    const key = String(segment);
    if (!/^[\w:-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

/** The reverse of {@link formatPath}. */
export function parsePath(text: string): (string | number)[] {
  return [...text.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([\w:-]+)/g)].map(([, index, quoted, key]) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? (key ?? "") : String(JSON.parse(quoted));
  });
}
