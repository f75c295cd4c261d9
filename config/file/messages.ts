import type { z } from "zod";
import { looksSecret } from "../workloads/secretNames";
import { nearest } from "./nearest";
import type { Path } from "./rules";
import { describeIssue, describeUnquoted } from "./wording";

export { nearest } from "./nearest";

/** A problem before its place in a file is looked up. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  /** What takes the message's place where the source of the value is known: 1.30 in a file is 1.3 when it is read. */
  readonly ofSource?: ((source: string) => string) | undefined;
  /** Other fields that could mend it. */
  readonly related?: readonly Path[];
}

export type Parsed<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly findings: readonly Finding[] };

/** Parses with messages for operators: the value, the limit and what to do, for every problem at once. */
export function parse<S extends z.ZodType>(schema: S, input: unknown): Parsed<z.output<S>> {
  const result = schema.safeParse(input, { error: describeIssue, reportInput: true });
  return result.success ? { ok: true, data: result.data } : { ok: false, findings: toFindings(result.error.issues) };
}

/** `"mim" is unknown; did you mean "min"?` */
export function describeUnknown(key: string, known: readonly string[], what = "is unknown"): string {
  const near = nearest(key, known);
  if (near !== undefined) return `"${key}" ${what}; did you mean "${near}"?`;
  return `"${key}" ${what}; correct or remove it${known.length === 0 ? "" : ` (known: ${known.join(", ")})`}`;
}

function toFindings(issues: readonly z.core.$ZodIssue[]): readonly Finding[] {
  const unknown = issues.filter((issue) => issue.code === "unrecognized_keys");
  // A misspelt key is one problem, not an unknown key and a missing one.
  const misspelt = new Set(
    unknown.flatMap((issue) => issue.keys.map((key) => JSON.stringify([...issue.path, nearest(key, knownKeys(issue))]))),
  );
  return issues.flatMap((issue): Finding[] => {
    const path = issue.path.filter((segment) => typeof segment !== "symbol");
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({ path: [...path, key], message: describeUnknown(key, knownKeys(issue)) }));
    if (issue.code === "invalid_key") return issue.issues.map(({ message }) => ({ path, message }));
    if (issue.input === undefined && misspelt.has(JSON.stringify(path))) return [];
    if (isSecretVariable(path)) return [{ path, message: withoutValue(issue) }];
    return [{ path, message: issue.message.replace(emptyValue, "is empty"), ofSource: ofSource(issue), related: relatedOf(issue) }];
  });
}

/** However a schema words that it takes something else: to whoever left a key empty, null is no value. */
const emptyValue = /^null is [^;]*/;

/** A text that was written as a number: its quotes go around what the file says. */
function ofSource(issue: z.core.$ZodIssue): Finding["ofSource"] {
  const unquoted = describeUnquoted(issue.input);
  return unquoted === issue.message ? (source) => describeUnquoted(issue.input, source) ?? issue.message : undefined;
}

/** In any workload's `env`, of an override too. */
function isSecretVariable(path: Path): boolean {
  const [section, variable] = path.slice(-2);
  return section === "env" && looksSecret(String(variable));
}

/** A secret's value is shown in no message; what a rule says of variables has none. */
function withoutValue({ code, input, message }: z.core.$ZodIssue): string {
  if (code === "custom") return message;
  return input === null || input === undefined ? "is empty; write text" : "is no text; put its value in quotes";
}

/** What `withRules` put beside a rule's problem. */
function relatedOf(issue: z.core.$ZodIssue): readonly Path[] {
  const related: unknown = issue.code === "custom" ? issue.params?.related : undefined;
  return Array.isArray(related) ? related.filter((path) => Array.isArray(path)) : [];
}

/** The one place where zod knows a map's keys is the error map, so they travel in the message. */
function knownKeys(issue: z.core.$ZodIssueUnrecognizedKeys): readonly string[] {
  return issue.message === "" ? [] : issue.message.split(" ");
}
