import assert from "node:assert/strict";
import type { Ran } from "../../cli/requirements/coverage";
import { closingText, failureText } from "./text";

describe("what a run of the tests ends with", () => {
  const ran = (title: string, seconds: number, state: Ran["state"] = "passed"): Ran => ({
    suite: "names",
    title,
    state,
    seconds,
    file: "test/names.test.ts",
  });
  const failure = { group: "plan", title: "names are short", error: "Error: 80 > 63\n    at names.ts:7:1" };

  it("is the list of failures, the slowest tests and hooks, and the counts alone on the last line", () => {
    const tests = [ran("are unique", 0.25), ran("are short", 12, "failed")];
    assert.equal(
      closingText({ tests, hooks: [ran('"before all" hook', 3)], failures: [failure, { ...failure, title: "plan", error: "it died" }] }),
      `  1) names are short:

     Error: 80 > 63
         at names.ts:7:1

  2) plan:

     it died

The slowest tests and hooks:
   12.0 s  test/names.test.ts  names are short
    3.0 s  test/names.test.ts  names "before all" hook
    0.3 s  test/names.test.ts  names are unique

1 passed, 2 failed`,
    );
  });

  it("names no more than the slowest twenty", () => {
    const text = closingText({ tests: Array.from({ length: 30 }, (_, index) => ran("x", index)), hooks: [], failures: [] });
    const seconds = [...text.matchAll(/^ +(\d+)\.0 s /gm)].map(([, figure]) => Number(figure));
    assert.deepEqual(
      seconds,
      Array.from({ length: 20 }, (_, index) => 29 - index),
    );
  });

  it("has said each failure before, with its group", () => {
    assert.equal(failureText(failure), "failed in plan: names are short\n     Error: 80 > 63\n         at names.ts:7:1");
  });
});
