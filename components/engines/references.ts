import type * as pulumi from "@pulumi/pulumi";
import type { Reference } from "../../plan/model/engines/plan";

/** What a reference of a plan stands for. */
export type Lookup = (reference: Reference) => unknown;

/** A plan's data with what its references stand for in their places. */
export function resolved(described: Readonly<Record<string, unknown>>, look: Lookup): pulumi.Inputs {
  return Object.fromEntries(Object.entries(described).map(([key, value]) => [key, resolvedValue(value, look)]));
}

function resolvedValue(value: unknown, look: Lookup): unknown {
  if (Array.isArray(value)) return value.map((item) => resolvedValue(item, look));
  if (typeof value !== "object" || value === null) return value;
  return isReference(value) ? look(value) : resolved({ ...value }, look);
}

function isReference(value: unknown): value is Reference {
  return typeof value === "object" && value !== null && "$ref" in value;
}
