import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";
import type { Path } from "./rules";

/** A problem before its place in a file is looked up. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
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

/** The known key that was most likely meant: one slip in a short key, two or a third of its letters in a longer one. */
export function nearest(key: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(key.toLowerCase(), [...known]);
  const slips = key.length <= 4 ? 1 : Math.max(2, Math.floor(key.length / 3));
  return distance(key.toLowerCase(), candidate.toLowerCase()) <= slips ? candidate : undefined;
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
    return [{ path, message: issue.message, related: relatedOf(issue) }];
  });
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

/** Wording for what a schema does not word itself. */
function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "unrecognized_keys":
      return keysOf(issue.inst).join(" ");
    case "invalid_type":
      return issue.input === undefined ? describeMissing(issue.inst) : describeWrongType(issue.input, issue.expected);
    case "invalid_value":
      return issue.input === undefined ? describeMissing(issue.inst) : describeWrongChoice(issue.input, issue.values.map(String));
    case "invalid_union":
      return issue.input === undefined
        ? describeMissing(issue.inst)
        : describeWrongVariant(issue.input, issue.discriminator, "options" in issue && Array.isArray(issue.options) ? issue.options : []);
    case "too_small":
      return describeTooSmall(issue.origin, issue.input, issue.minimum);
    case "too_big":
      return describeTooBig(issue.origin, issue.input, issue.maximum);
    case "invalid_format":
      return `${show(issue.input)} is not of the form ${issue.pattern ?? issue.format}`;
    // Rules word themselves, keys are unwrapped, and the schemas hold no sets and no multiples.
    case "custom":
    case "invalid_key":
    case "invalid_element":
    case "not_multiple_of":
      return undefined;
  }
}

function describeMissing(inst: unknown): string {
  const description = inst instanceof z.ZodType ? inst.description : undefined;
  return description === undefined ? "is missing; add it" : `is missing; add it: ${description}`;
}

const kinds: Readonly<Record<string, string>> = {
  object: "a map (key: value)",
  record: "a map (key: value)",
  array: "a list",
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

function describeWrongType(input: unknown, expected: string): string {
  const kind = kinds[expected] ?? expected;
  if (input === null) return `is empty; write ${kind}`;
  if (expected === "string" && (typeof input === "number" || typeof input === "boolean"))
    return `${show(input)} is a ${typeof input}; put it in quotes: "${String(input)}"`;
  if ((expected === "number" || expected === "int") && typeof input === "string" && /^-?\d+$/.test(input))
    return `${show(input)} is text; remove the quotes`;
  if (expected === "boolean" && typeof input === "string" && /^(yes|no|on|off|true|false)$/i.test(input))
    return `${show(input)} is text in YAML 1.2; write true or false, without quotes`;
  if ((expected === "object" || expected === "array") && typeof input === "string" && /^\s*[{[]/.test(input))
    return `is ${kind} as text; write it as YAML, or set it with \`pulumi config set --path\``;
  return `${show(input)} is not ${kind}; write ${kind}`;
}

function describeWrongChoice(input: unknown, values: readonly string[]): string {
  const choices = values.length === 1 ? `only ${values[0]} is possible` : `write one of ${values.join(", ")}`;
  if (typeof input !== "string" && values.includes(String(input)))
    return `${show(input)} is a ${typeof input}; put it in quotes: "${String(input)}"`;
  const near = typeof input === "string" && values.length > 1 ? nearest(input, values) : undefined;
  return `${show(input)} is unknown; ${near === undefined ? choices : `did you mean ${near}? (${choices})`}`;
}

function describeWrongVariant(input: unknown, discriminator: string | undefined, options: readonly unknown[]): string {
  if (discriminator === undefined) return `${show(input)} has none of the possible forms`;
  const chosen: unknown =
    typeof input === "object" && input !== null ? new Map<string, unknown>(Object.entries(input)).get(discriminator) : undefined;
  return chosen === undefined ? `is missing; write one of ${options.join(", ")}` : describeWrongChoice(chosen, options.map(String));
}

function describeTooSmall(origin: string, input: unknown, minimum: number | bigint): string {
  if (origin === "array") return `has ${lengthOf(input)} items; write ${minimum} or more`;
  if (origin === "string")
    return minimum === 1 ? "is empty; write something" : `${show(input)} has ${lengthOf(input)} characters; write ${minimum} or more`;
  return `${show(input)} is below the minimum ${minimum}; write ${minimum} or more`;
}

function describeTooBig(origin: string, input: unknown, maximum: number | bigint): string {
  if (origin === "array") return `has ${lengthOf(input)} items; write ${maximum} or fewer`;
  if (origin === "string") return `${show(input)} has ${lengthOf(input)} characters; write ${maximum} or fewer`;
  return `${show(input)} is above the maximum ${maximum}; write ${maximum} or less`;
}

function lengthOf(input: unknown): number {
  return typeof input === "string" || Array.isArray(input) ? input.length : 0;
}

function keysOf(inst: unknown): readonly string[] {
  if (inst instanceof z.ZodObject) return Object.keys(inst.shape).filter((key) => !isRefused(inst.shape[key]));
  if (inst instanceof z.ZodRecord && inst.keyType instanceof z.ZodEnum) return inst.keyType.options.map(String);
  return [];
}

/** Named in a schema only to be refused with a reason. */
function isRefused(schema: unknown): boolean {
  return schema instanceof z.ZodOptional && schema.unwrap() instanceof z.ZodNever;
}

function show(input: unknown): string {
  const text = JSON.stringify(input) ?? String(input);
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
