import assert from "node:assert/strict";
import type { Ran } from "../../cli/requirements/coverage";
import { type EndedProcess, merged, outcomeOf, type ReporterLine, secondsByFile } from "./results";

describe("what a group's process left", () => {
  const ran = (title: string, state: Ran["state"], seconds = 1): Ran => ({
    suite: "names",
    title,
    state,
    seconds,
    file: "test/names.test.ts",
  });
  const test = (title: string): ReporterLine => ({ kind: "test", ...ran(title, "passed") });
  const failed: ReporterLine = { kind: "test", ...ran("are short", "failed"), error: "Error: 80 > 63" };
  const end: ReporterLine = { kind: "end" };
  const left = (lines: readonly ReporterLine[], changes: Partial<EndedProcess> = {}): EndedProcess => {
    return { group: "plan", lines, output: "", seconds: 1, end: 0, ...changes };
  };

  it("is its tests and hooks, with the failures of both", () => {
    const hook: ReporterLine = { kind: "hook", ...ran('"before all" hook', "failed"), error: "Error: no folder" };
    assert.deepEqual(outcomeOf(left([test("are unique"), failed, hook, end], { end: 2 })), {
      tests: [ran("are unique", "passed"), ran("are short", "failed")],
      hooks: [ran('"before all" hook', "failed")],
      failures: [
        { group: "plan", title: "names are short", error: "Error: 80 > 63" },
        { group: "plan", title: 'names "before all" hook', error: "Error: no folder" },
      ],
    });
  });

  it("is a failure of the group as well where it died, with whatever code, and whatever failed before", () => {
    for (const [died, how] of [
      [left([]), "code 0 before the end of its tests"],
      [left([test("are unique"), failed], { end: "SIGKILL" }), "SIGKILL before the end of its tests"],
      [left([test("are unique"), end], { end: 7 }), "code 7 although none of its tests failed"],
    ] as const) {
      const crash = outcomeOf(died).failures.at(-1);
      assert.equal(crash?.title, "plan");
      assert.ok(crash.error.startsWith(`its process ended with ${how}; its last lines:`), crash.error);
    }
  });

  it("says the reason of a file that cannot be loaded, without the frames below it", () => {
    const frames = Array.from({ length: 40 }, () => "    at Module.load (node:internal/modules/cjs/loader:1266:32)");
    const output = ["Error: Cannot find module './nowhere'", "    at plan (/repository/test/plan/a.test.ts:1:8)", ...frames].join("\n");
    const [crash] = outcomeOf(left([], { output, end: 1 })).failures;
    assert.match(
      crash?.error ?? "",
      /:\nError: Cannot find module '.\/nowhere'\n {4}at plan \(\/repository\/test\/plan\/a\.test\.ts:1:8\)$/,
    );
  });

  it("adds up over groups, and over the tests and hooks of each file", () => {
    const one = outcomeOf(left([test("are unique"), failed, end]));
    const all = merged([one, one]);
    assert.deepEqual([all.tests.length, all.hooks.length, all.failures.length], [4, 0, 2]);
    const results = { tests: [ran("a", "passed", 2)], hooks: [ran("b", "passed", 0.5), { ...ran("c", "passed"), file: "test/c.test.ts" }] };
    assert.deepEqual(
      [...secondsByFile(results)],
      [
        ["test/names.test.ts", 2.5],
        ["test/c.test.ts", 1],
      ],
    );
  });
});
