import { z } from "zod";
import { nearest } from "./nearest";
import { ownEntry } from "../../facts/properties/ownEntry";

/** Wording for what a schema does not word itself. */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "unrecognized_keys":
      return keysOf(issue.inst).join(" ");
    case "invalid_type":
      return issue.input === undefined ? describeMissing(issue.inst) : describeWrongType(issue.input, issue.expected, issue.inst);
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

function describeWrongType(input: unknown, expected: string, schema: unknown): string {
  const kind = ownEntry(kinds, expected) ?? expected;
  if (input === null) return `is empty; write ${kind}`;
  const unquoted = expected === "string" ? describeUnquoted(input) : undefined;
  if (unquoted !== undefined) return refusalInQuotes(schema, input) ?? unquoted;
  if ((expected === "number" || expected === "int") && typeof input === "string" && /^-?\d+$/.test(input))
    return `${show(input)} is text; remove the quotes`;
  if (expected === "boolean" && typeof input === "string" && /^(yes|no|on|off|true|false)$/i.test(input))
    return `${show(input)} is text in YAML 1.2; write true or false, without quotes`;
  if ((expected === "object" || expected === "array") && typeof input === "string" && /^\s*[{[]/.test(input))
    return `is ${kind} as text; write it as YAML, or set it with \`pulumi config set --path\``;
  return `${show(input)} is not ${kind}; write ${kind}`;
}

/** What is wrong with a number even as text; undefined where quotes mend it. One that is read as 1.3 may stand there as 1.30. */
function refusalInQuotes(schema: unknown, input: unknown): string | undefined {
  if (!(schema instanceof z.ZodType) || !Number.isFinite(Number(input))) return undefined;
  const refusalOf = (text: string) => schema.safeParse(text, { error: describeIssue, reportInput: true }).error?.issues[0]?.message;
  const text = String(input);
  return text.includes(".") && refusalOf(`${text}0`) === undefined ? undefined : refusalOf(text);
}

function describeWrongChoice(input: unknown, values: readonly string[]): string {
  const choices = values.length === 1 ? `only ${values[0]} is possible` : `write one of ${values.join(", ")}`;
  if ((typeof input === "number" || typeof input === "boolean") && values.includes(String(input)))
    return describeUnquoted(input) ?? choices;
  const near = typeof input === "string" && values.length > 1 ? nearest(input, values) : undefined;
  return `${show(input)} is unknown; ${near === undefined ? choices : `did you mean ${near}? (${choices})`}`;
}

function describeWrongVariant(input: unknown, discriminator: string | undefined, options: readonly unknown[]): string {
  if (discriminator === undefined) return `${show(input)} has none of the possible forms; docs/config.md has them`;
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

/**
 * A number, or true or false, where text is wanted.
 *
 * @param source as the file has it @default as it is read
 */
export function describeUnquoted(input: unknown, source = show(input)): string | undefined {
  if (typeof input !== "number" && typeof input !== "boolean") return undefined;
  if (!Number.isFinite(Number(input))) return `${source} stands for a number in YAML; write text, in quotes`;
  return `${source} is a ${typeof input}; put it in quotes: "${source}"`;
}

/** A value of an operator's in a message: as JSON, shortened; numbers that JSON has not, as YAML writes them. */
export function show(input: unknown): string {
  if (typeof input === "number" && !Number.isFinite(input)) return Number.isNaN(input) ? ".nan" : input < 0 ? "-.inf" : ".inf";
  if (typeof input === "bigint") return String(input);
  const text = JSON.stringify(input) ?? String(input);
  return text.length <= longestShown ? text : `${text.slice(0, longestShown - 3)}...`;
}

const longestShown = 80;
