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
      const broken = issues.issues.filter(breaksForm).map(brokenPath);
      const scope: Scope = {
        sound: (...path) => !broken.some((at) => isWithin(at, path) || isWithin(path, at)),
        readable: (...path) => !broken.some((at) => isWithin(path, at)),
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
  items.forEach((item, index) => {
    const first = items.indexOf(item);
    if (first >= 0 && first < index) report([index], `"${item}" is also item ${first + 1} of the list; name it once`);
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

function isWithin(path: readonly PropertyKey[], outer: readonly PropertyKey[]): boolean {
  return outer.length <= path.length && outer.every((segment, index) => segment === path[index]);
}
