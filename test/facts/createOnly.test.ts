import assert from "node:assert/strict";
import { parsePath } from "../../config/file/problems";
import type { Properties } from "../../facts/properties/values";
import { judge } from "../../preview/change/judge";
import { plannedStacks } from "../policy/plannedStacks";
import { awsCreateOnly } from "./createOnly/aws";
import { azureCreateOnly } from "./createOnly/azure";
import { gcpCreateOnly } from "./createOnly/gcp";

const lists = { ...awsCreateOnly, ...azureCreateOnly, ...gcpCreateOnly };

/** Values of every kind that a path may have, before and after. */
const edits: readonly (readonly [before: unknown, after: unknown])[] = [
  ["a", "b"],
  [["a"], ["b"]],
  [{ a: "a" }, { a: "b" }],
  [[{ a: "a" }], [{ a: "b" }]],
  [undefined, { a: "a" }],
  [{ a: "a" }, undefined],
  [true, false],
  ["API", "CONFIG_MAP"],
  ["10.0.0.0/24", "10.1.0.0/24"],
];

describe("what a resource keeps for life", function () {
  this.timeout(240_000);

  for (const [type, paths] of Object.entries(lists))
    it(`of ${type} is replaced or refused, whatever says so but the table itself`, () => {
      const inPlace = paths.filter((path) => !edits.some(([before, after]) => isKept(type, path, before, after)));
      assert.deepEqual(inPlace, []);
    });

  it("is written down for every type that a stack of the repository plans on a cloud", async () => {
    const types = new Set(
      (await plannedStacks()).flatMap(({ resources }) => resources.filter(({ custom }) => custom).map(({ type }) => type)),
    );
    assert.deepEqual(
      [...types].filter((type) => /^(aws|azure-native|gcp):/.test(type) && lists[type] === undefined),
      [],
    );
  });
});

function isKept(type: string, path: string, before: unknown, after: unknown): boolean {
  try {
    const { replaces, refused } = judge(type, withValue(path, before), withValue(path, after), {});
    return [...replaces, ...refused].length > 0;
  } catch {
    // Not a value of this path's kind.
    return false;
  }
}

/** { a: { b: [value] } } for "a.b[0]"; without the last step where there is no value. */
function withValue(path: string, value: unknown): Properties {
  const build = ([first, ...rest]: readonly (string | number)[]): unknown => {
    if (first === undefined) return value;
    const inner = build(rest);
    if (typeof first === "number") return inner === undefined ? [] : [inner];
    return inner === undefined ? {} : { [first]: inner };
  };
  return build(parsePath(path)) as Properties;
}
