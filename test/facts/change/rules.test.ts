import assert from "node:assert/strict";
import { deletesOldFirst, matching } from "../../../facts/change/rules";
import { differences } from "../../../facts/change/differences";
import type { Properties } from "../../../facts/properties/values";
import type { ChangeRule } from "../../../facts/changes";

describe("what a rule says of a change", () => {
  it("is said of everything below its path, of any item, and of nothing beside it", () => {
    const olds = { pools: [{ size: "small", labels: { a: "1" } }], name: "n" };
    const news = { pools: [{ size: "large", labels: { a: "2" } }], name: "m" };
    assert.deepEqual(found(["pools[*].size"], olds, news), ["pools[0].size"]);
    assert.deepEqual(found(["pools"], olds, news), ["pools[0].size", "pools[0].labels.a"]);
    assert.deepEqual(found(["pools[*].sizes", "nam"], olds, news), []);
  });

  it("may be of the whole only, coming, going or either", () => {
    const [without, one, other] = [{}, { block: { a: 1 } }, { block: { a: 2 } }];
    const either: ChangeRule = { path: "block", when: "addedOrRemoved" };
    const going: ChangeRule = { path: "block", when: "removed" };
    assert.deepEqual(
      [found([either], without, one), found([either], one, without), found([either], one, other)],
      [["block"], ["block"], []],
    );
    assert.deepEqual([found([going], without, one), found([going], one, without), found([going], one, other)], [[], ["block"], []]);
  });

  it("may be of a range that does not hold the old one", () => {
    const rule: ChangeRule = { path: "range", when: "notGrown" };
    const range = (before: string, after: string) => found([rule], { range: before }, { range: after });
    assert.deepEqual(range("10.0.0.0/24", "10.0.0.0/20"), []);
    assert.deepEqual(range("10.0.0.0/20", "10.0.0.0/24"), ["range"]);
    assert.deepEqual(range("10.0.0.0/24", "10.1.0.0/20"), ["range"]);
    assert.deepEqual(range("10.0.0.0/24", "10.0.0.0/24"), []);
  });

  it("may be of certain values: the one it leaves, or two that may be exchanged", () => {
    const on: ChangeRule = { path: "issuer.enabled", when: { from: true } };
    assert.deepEqual(found([on], { issuer: { enabled: true } }, { issuer: { enabled: false } }), ["issuer.enabled"]);
    assert.deepEqual(found([on], { issuer: { enabled: true } }, {}), ["issuer.enabled"]);
    assert.deepEqual(found([on], { issuer: { enabled: false } }, { issuer: { enabled: true } }), []);
    const plan: ChangeRule = { path: "plan", when: { notBothOf: ["a", "b"] } };
    assert.deepEqual(found([plan], { plan: "a" }, { plan: "b" }), []);
    assert.deepEqual(found([plan], { plan: "a" }, { plan: "c" }), ["plan"]);
  });
});

describe("which goes first in a replacement", () => {
  it("is the old one always, never, while its name stays, or while it has been given one", () => {
    const [named, renamed, nameless] = [{ name: "a" }, { name: "b" }, {}];
    assert.deepEqual([deletesOldFirst("always", {}, {}), deletesOldFirst("never", named, named)], [true, false]);
    const kept = { ifKept: "name" };
    assert.deepEqual([deletesOldFirst(kept, named, named), deletesOldFirst(kept, named, renamed)], [true, false]);
    assert.equal(deletesOldFirst(kept, nameless, nameless), false);
    const given = { ifGiven: "name" };
    assert.deepEqual([deletesOldFirst(given, named, renamed), deletesOldFirst(given, named, nameless)], [true, false]);
  });
});

function found(rules: readonly ChangeRule[], olds: Properties, news: Properties): readonly string[] {
  return matching(rules, { olds, news, changed: differences(olds, news) });
}
