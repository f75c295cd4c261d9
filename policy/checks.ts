import type { Check, PlannedResource } from "./rule";

/** The words that rules are written in. Paths are property names and list positions with dots between: "vpcConfig.publicAccessCidrs". */

/** What an input holds at a path; undefined where there is nothing. */
export function valueAt(inputs: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, key) => (typeof value === "object" && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined),
      inputs,
    );
}

/** The list at a path; empty where there is none. */
export function listAt(inputs: unknown, path: string): readonly unknown[] {
  const value = valueAt(inputs, path);
  return Array.isArray(value) ? value : [];
}

/** One of these values. Where the provider's default is one of them, `undefined` is another. */
export function is(path: string, ...allowed: readonly unknown[]): Check {
  return ({ inputs }) => {
    const value = valueAt(inputs, path);
    return allowed.includes(value) ? undefined : `${path} is ${said(value)} and must be ${allowed.map(said).join(" or ")}`;
  };
}

/** Anything but these values. */
export function isNot(path: string, ...refused: readonly unknown[]): Check {
  return ({ inputs }) => {
    const value = valueAt(inputs, path);
    return refused.includes(value) ? `${path} is ${said(value)}` : undefined;
  };
}

/** Holds something; an empty text, list or map is nothing. */
export function isSet(path: string): Check {
  return ({ inputs }) => {
    const value = valueAt(inputs, path);
    const empty = value === undefined || value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
    return empty ? `${path} is not set` : undefined;
  };
}

/** A number in these bounds, and written: what a provider takes for an absent one may change. */
export function isBetween(path: string, min: number, max: number): Check {
  return ({ inputs }) => {
    const value = valueAt(inputs, path);
    return typeof value === "number" && value >= min && value <= max
      ? undefined
      : `${path} is ${said(value)} and must be ${min} ${max === Infinity ? "or more" : `to ${max}`}`;
  };
}

/** A list with all of these in it. */
export function includes(path: string, ...items: readonly unknown[]): Check {
  return ({ inputs }) => {
    const missing = items.filter((item) => !listAt(inputs, path).includes(item));
    return missing.length === 0 ? undefined : `${path} lacks ${missing.map(said).join(", ")}`;
  };
}

/** The list of address blocks at a path has some, and none of them is the whole internet. */
export function namesBlocks(path: string, blockOf: (item: unknown) => unknown = (item) => item): Check {
  return ({ inputs }) => {
    const blocks = listAt(inputs, path).map(blockOf);
    if (blocks.length === 0) return `${path} names no block, which is the whole internet`;
    return blocks.some((block) => block === "0.0.0.0/0" || block === "::/0") ? `${path} holds the whole internet` : undefined;
  };
}

/** What the first one finds. */
export function all(...checks: readonly Check[]): Check {
  return (resource, planned) => {
    for (const check of checks) {
      const found = check(resource, planned);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** One way or another. */
export function either(...checks: readonly Check[]): Check {
  return (resource, planned) => {
    const found = checks.map((check) => check(resource, planned));
    return found.includes(undefined) ? undefined : found.join(", and ");
  };
}

/** Resources of a type that this one refers to or waits for. */
export function used(resource: PlannedResource, type: string, planned: readonly PlannedResource[]): readonly PlannedResource[] {
  return planned.filter((other) => other.type === type && resource.options.dependsOn.includes(other.urn));
}

/** Resources of a type that refer to this one or wait for it. */
export function users(resource: PlannedResource, type: string, planned: readonly PlannedResource[]): readonly PlannedResource[] {
  return planned.filter((other) => other.type === type && other.options.dependsOn.includes(resource.urn));
}

function said(value: unknown): string {
  return value === undefined ? "absent" : JSON.stringify(value);
}
