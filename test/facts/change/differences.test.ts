import assert from "node:assert/strict";
import fc from "fast-check";
import { differences } from "../../../facts/change/differences";
import { UNKNOWN, type Properties, type PropertyValue } from "../../../facts/properties/values";
import { formatPath } from "../../../facts/properties/path";

describe("differences between inputs", () => {
  const paths = (olds: Properties, news: Properties, sets: readonly string[] = []) => differences(olds, news, sets).map(formatPath);

  it("are named by the deepest path", () => {
    assert.deepEqual(paths({ a: { b: 1, c: 2 }, l: [1, 2] }, { a: { b: 1, c: 3 }, l: [1, 3, 4] }), ["a.c", "l[1]", "l[2]"]);
  });

  it("name each part of a block that comes or goes", () => {
    assert.deepEqual(paths({}, { config: { spot: true, labels: { a: "b" } } }), ["config.spot", "config.labels.a"]);
  });

  it("see absent, null and empty as the same", () => {
    assert.deepEqual(paths({ a: null, b: [], c: {} }, { b: null, d: {} }), []);
  });

  it("leave a provider's own marks aside", () => {
    assert.deepEqual(paths({ name: "x-1", __defaults: ["name"] }, { name: "x-1" }), []);
  });

  it("see an unknown value as another one", () => {
    assert.deepEqual(paths({ a: "x", b: { c: 1 } }, { a: UNKNOWN, b: UNKNOWN }), ["a", "b"]);
    assert.deepEqual(paths({ zones: ["a"] }, { zones: [UNKNOWN] }, ["zones"]), ["zones"]);
  });

  it("ignore the order of a set, also of objects whose keys are ordered otherwise", () => {
    const olds = { rules: [{ from: 1, to: 2 }, { from: 3 }] };
    assert.deepEqual(paths(olds, { rules: [{ from: 3 }, { to: 2, from: 1 }] }, ["rules"]), []);
    assert.deepEqual(paths(olds, { rules: [{ from: 3 }] }, ["rules"]), ["rules"]);
    assert.notDeepEqual(paths(olds, { rules: [{ from: 3 }, { to: 2, from: 1 }] }), []);
  });

  it("are none between a value and itself, and the same both ways", () => {
    fc.assert(
      fc.property(properties, properties, (one, other) => {
        assert.deepEqual(differences(one, one), []);
        assert.deepEqual([...paths(one, other)].sort(), [...paths(other, one)].sort());
      }),
    );
  });

  it("of a shuffled set are none", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()).chain((items) => fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length }))),
        ([items, shuffled]) => {
          assert.deepEqual(differences({ set: items as PropertyValue }, { set: shuffled as PropertyValue }, ["set"]), []);
        },
      ),
    );
  });
});

const properties = fc
  .dictionary(fc.constantFrom("a", "b", "c"), fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true })
  .map((value) => value as Properties);
