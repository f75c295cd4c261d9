import { z } from "zod";

/** `test/requirements.json`: per system, the numbers of what a deployment program can do (P) and of what a controller does that it installs (R). */
export const Requirements = z.record(
  z.string().regex(/^S\d+$/),
  z.strictObject({ name: z.string(), P: z.array(z.int()), R: z.array(z.int()) }),
);
export type Requirements = z.infer<typeof Requirements>;

/** A test or hook that ended. */
const Ran = z.strictObject({
  /** Titles of the suites around it. */
  suite: z.string(),
  title: z.string(),
  state: z.enum(["passed", "failed", "pending"]),
  seconds: z.number(),
  /** Relative to the repository. */
  file: z.string(),
});
export type Ran = z.infer<typeof Ran>;

/** `test-results.json`, which a whole `npm test` writes (test/lanes). */
export const Results = z.strictObject({ tests: z.array(Ran), hooks: z.array(Ran) });
export type Results = z.infer<typeof Results>;

export interface Coverage {
  readonly name: string;
  readonly covered: number;
  readonly total: number;
  /** Ids, such as "S0.4", in order. */
  readonly missing: readonly string[];
}

/** A requirement is covered when a test whose title begins with its id passed, and none failed. */
export function coverage(requirements: Requirements, tests: readonly Pick<Ran, "title" | "state">[]): Readonly<Record<string, Coverage>> {
  const ran = tests.flatMap(({ title, state }) => idsOf(title).map((id) => ({ id, state })));
  const passed = new Set(ran.filter(({ state }) => state === "passed").map(({ id }) => id));
  for (const { id, state } of ran) if (state === "failed") passed.delete(id);

  return Object.fromEntries(
    Object.entries(requirements).map(([system, { name, P, R }]) => {
      const ids = [...P, ...R].sort((a, b) => a - b).map((number) => `${system}.${number}`);
      const missing = ids.filter((id) => !passed.has(id));
      return [system, { name, covered: ids.length - missing.length, total: ids.length, missing }];
    }),
  );
}

/**
 * The ids that a title begins with, one or several.
 *
 * @example idsOf("S0.21-22, S0.30 scales") // ["S0.21", "S0.22", "S0.30"]
 */
export function idsOf(title: string): readonly string[] {
  const [head = ""] = /^(?:S\d+\.\d+(?:-\d+)?,? )*/.exec(title) ?? [];
  return [...head.matchAll(/(S\d+)\.(\d+)(?:-(\d+))?/g)].flatMap(([, system, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, step) => `${system}.${Number(first) + step}`),
  );
}
