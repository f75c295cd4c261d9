import type { z } from "zod";

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** The operator's reference of every config key, in Markdown, from the JSON Schema of a stack file. */
export function renderReference(schema: JsonSchema): string {
  const sections = Object.entries(asSchema(schema.properties?.config).properties ?? {});
  const definitions: Definitions = Object.fromEntries(Object.entries(schema.definitions ?? {}));
  return [
    "# Config keys",
    "Generated from `config` by `npm run schema`; edit the descriptions there. `<name>` stands for a name of your choice, `[]` for each item of a list. Rules across keys are checked by `npm run plan -- <stack>`, which names every problem at once.",
    "A **fleet stack** has `settings`, `clouds`, `clusters`, `nodePools` and `workloads`, `upgrade` during an upgrade, and `traffic` where a small environment keeps both in one stack. A **traffic stack** has `fleet` and `traffic`.",
    ...sections.map(([key, section]) => renderSection(`\`${key}\``, asSchema(section), key.replace(/^[^:]*:/, ""), definitions)),
    ...Object.entries(definitions).map(([name, definition]) => renderSection(name, asSchema(definition), "", definitions)),
    "",
  ].join("\n\n");
}

/** One documented key. */
interface Entry {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
  /** The alternatives that have it, such as ["cloud: aws"], of each choice that not all have it of; the outer choice first. */
  readonly only: readonly (readonly string[])[];
}

type Definitions = Readonly<Record<string, unknown>>;

function renderSection(title: string, schema: JsonSchema, path: string, definitions: Definitions): string {
  const entries = childrenOf(schema, path).map((entry) => renderEntry(entry, definitions));
  return [`## ${title}`, schema.description ?? "", entries.join("\n")].filter((part) => part !== "").join("\n\n");
}

function renderEntry({ path, schema, required, only }: Entry, definitions: Definitions): string {
  const choices = only.map((alternatives) => alternatives.map((name) => `\`${name}\``).join(" or "));
  const where = choices.length === 0 ? "" : ` (${choices.join(", ")})`;
  const fallback = schema.default === undefined ? ", optional" : `, default \`${JSON.stringify(schema.default)}\``;
  const description = schema.description ?? asSchema(definitions[referenceOf(schema) ?? ""]).description ?? "";
  return `- \`${path}\`${where}: ${describeType(schema)}${required ? ", required" : fallback}. ${description}`.trimEnd();
}

/** Everything below a schema, parents before children. Entries of a map count as `<name>`, items of a list as `[]`. */
function childrenOf(schema: JsonSchema, path: string): Entry[] {
  const variants = variantsOf(schema);
  if (variants.length > 0)
    return mergeVariants(
      variants.map((variant) => ({ name: nameVariant(variant, variants), entries: childrenOf(variant, path) })),
      variants.length,
    );
  if (schema.items !== undefined) return childrenOf(asSchema(schema.items), `${path}[]`);
  if (typeof schema.additionalProperties === "object") return childrenOf(schema.additionalProperties, join(path, "<name>"));
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const child = asSchema(value);
    const entry = { path: join(path, key), schema: child, required: schema.required?.includes(key) === true, only: [] };
    return [entry, ...childrenOf(child, entry.path)];
  });
}

/** A key that alternatives share, word for word, is written once. */
function mergeVariants(alternatives: readonly { readonly name: string; readonly entries: readonly Entry[] }[], count: number): Entry[] {
  const merged = new Map<string, { readonly entry: Entry; readonly names: string[] }>();
  for (const { name, entries } of alternatives)
    for (const entry of entries) {
      const text = JSON.stringify([entry.path, entry.schema, entry.required, entry.only]);
      const same = merged.get(text);
      if (same === undefined) merged.set(text, { entry, names: [name] });
      else same.names.push(name);
    }
  return [...merged.values()].map(({ entry, names }) => (names.length === count ? entry : { ...entry, only: [names, ...entry.only] }));
}

/** Alternatives that are maps; a number or a percentage is one value of two kinds. */
function variantsOf(schema: JsonSchema): JsonSchema[] {
  return [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].map(asSchema).filter(({ properties }) => properties !== undefined);
}

/** "cloud: aws" by the constant that tells alternatives apart, or the key that only this one has. */
function nameVariant(schema: JsonSchema, all: readonly JsonSchema[]): string {
  const properties = Object.entries(schema.properties ?? {});
  const constant = properties.find(([, value]) => asSchema(value).const !== undefined);
  if (constant !== undefined) return `${constant[0]}: ${String(asSchema(constant[1]).const)}`;
  return `with ${properties.find(([key]) => all.every((other) => other === schema || other.properties?.[key] === undefined))?.[0] ?? "all of these"}`;
}

function describeType(schema: JsonSchema): string {
  const reference = referenceOf(schema);
  if (reference !== undefined) return `[${reference}](#${reference.toLowerCase()})`;
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum !== undefined)
    return schema.enum
      .map((value) => `\`${JSON.stringify(value)}\``.replaceAll('"', schema.type === "string" && !/^\d/.test(String(value)) ? "" : '"'))
      .join(" or ");
  const variants = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].map(asSchema);
  if (variants.length > 0) return [...new Set(variants.map(describeType))].join(" or ");
  if (schema.type === "array") return `list of ${describeType(asSchema(schema.items))}`;
  if (schema.type === "object")
    return typeof schema.additionalProperties === "object" ? `map of ${describeType(schema.additionalProperties)}` : "map";
  if (schema.type === "boolean") return "`true` or `false`";
  if (schema.type === "integer" || schema.type === "number") return describeNumber(schema);
  return schema.pattern?.endsWith("%$") === true ? "percentage" : "text";
}

function describeNumber({ minimum, maximum }: JsonSchema): string {
  const bounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  if (minimum !== undefined && bounded) return `whole number from ${minimum} to ${maximum}`;
  return minimum === undefined ? "whole number" : `whole number (${minimum} or more)`;
}

/** Name of the definition that a schema refers to, perhaps with words of its own around it. */
function referenceOf(schema: JsonSchema): string | undefined {
  const reference = schema.$ref ?? schema.allOf?.map(asSchema).find(({ $ref }) => $ref !== undefined)?.$ref;
  return reference?.slice(reference.lastIndexOf("/") + 1);
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function asSchema(value: unknown): JsonSchema {
  return isSchema(value) ? value : {};
}

/** JSON Schema also allows plain `true` and `false`, which document nothing. */
function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null;
}
