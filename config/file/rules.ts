import type { z } from "zod";

/** Where a value is, below the value that a rule looks at: ["zones", 1]. */
export type Path = readonly (string | number)[];

/** What a rule across several fields may ask and say. Paths are relative to the value that the rule is attached to. */
export interface Scope {
  /** Whether nothing at, above or below the path has a wrong type or form. Ask before reading: rules run even while other fields are wrong. */
  readonly sound: (...path: Path) => boolean;
  /** Whether nothing at or above the path is wrong: it is the map or list it should be, though its entries may be unsound. */
  readonly readable: (...path: Path) => boolean;
  /** One problem at `path`; `related` are the other fields that could mend it. */
  readonly report: (path: Path, message: string, ...related: readonly Path[]) => void;
}

export type Rule<T> = (value: T, scope: Scope) => void;

/**
 * Attaches rules across fields to a schema. They run whatever else is wrong in the value, so that an operator sees every problem at once;
 * zod alone would skip them after the first missing field.
 */
export function withRules<S extends z.ZodType>(schema: S, ...rules: readonly Rule<z.output<S>>[]): S {
  return schema.superRefine(
    (value, issues) => {
      const broken = brokenPlaces(issues.issues.filter(breaksForm).map(brokenPath));
      const scope: Scope = {
        sound: (...path) => !broken.isAt(path) && !broken.isBelow(path),
        readable: (...path) => !broken.isAt(path),
        report: (path, message, ...related) => issues.addIssue({ code: "custom", path: [...path], message, params: { related } }),
      };
      for (const rule of rules) rule(value, scope);
    },
    {
      when: ({ issues }) => !issues.some((issue) => brokenPath(issue).length === 0 && breaksForm(issue) && issue.continue !== true),
    },
  );
}

/** The scope of a value further down. */
export function below(scope: Scope, ...prefix: Path): Scope {
  return {
    sound: (...path) => scope.sound(...prefix, ...path),
    readable: (...path) => scope.readable(...prefix, ...path),
    report: (path, message, ...related) => scope.report([...prefix, ...path], message, ...related.map((other) => [...prefix, ...other])),
  };
}

/** Items of a list are all different. */
export const noRepeats: Rule<readonly string[]> = (items, { report }) => {
  const first = new Map<string, number>();
  items.forEach((item, index) => {
    const before = first.get(item);
    if (before === undefined) first.set(item, index);
    else report([index], `"${item}" is also item ${before + 1} of the list; name it once`);
  });
};

/** An unknown key leaves the others readable, and so does a rule's own verdict. */
function breaksForm(issue: z.core.$ZodRawIssue): boolean {
  return issue.code !== "unrecognized_keys" && !(issue.code === "custom" && issue.params?.related !== undefined);
}

/** A map whose kind is unknown has not been looked into at all. */
function brokenPath(issue: z.core.$ZodRawIssue): readonly PropertyKey[] {
  const path = issue.path ?? [];
  return issue.code === "invalid_union" && issue.discriminator !== undefined ? path.slice(0, -1) : path;
}

interface BrokenPlaces {
  /** Whether something at or above the path is broken. */
  readonly isAt: (path: Path) => boolean;
  /** Whether something at or below it is. */
  readonly isBelow: (path: Path) => boolean;
}

/** By path, since a rule asks about each of thousands of entries while thousands are broken. */
function brokenPlaces(paths: readonly (readonly PropertyKey[])[]): BrokenPlaces {
  const broken = new Set(paths.map(keyOf));
  const above = new Set(paths.flatMap((path) => prefixesOf(path).map(keyOf)));
  return { isAt: (path) => prefixesOf(path).some((prefix) => broken.has(keyOf(prefix))), isBelow: (path) => above.has(keyOf(path)) };
}

/** The path itself is one. */
function prefixesOf<Segment>(path: readonly Segment[]): readonly (readonly Segment[])[] {
  return [...path.keys(), path.length].map((length) => path.slice(0, length));
}

function keyOf(path: readonly PropertyKey[]): string {
  return JSON.stringify(path);
}
