import assert from "node:assert/strict";
import fc from "fast-check";
import { raisedFirst, weightedSets } from "../../../../plan/traffic/route53/order";
import type { AliasRecordPlan } from "../../../../plan/model/traffic/route53";

describe("the order of record updates", () => {
  it("raises before it lowers, in each set by itself", () => {
    const before = weightedSets([...set("a", { aws: 70, azure: 20, gcp: 10 }), ...set("b", { x: 1, y: 1 })]);
    const after = [...set("a", { aws: 50, azure: 25, gcp: 25 }), ...set("b", { x: 2, y: 1 })];
    assert.deepEqual(raisedFirst(after, before), new Map([["a-aws", ["a-azure", "a-gcp"]]]));
  });

  it("makes who is new before it lowers the others", () => {
    assert.deepEqual(raisedFirst(set("a", { aws: 70, gcp: 30 }), weightedSets(set("a", { aws: 100 }))), new Map([["a-aws", ["a-gcp"]]]));
  });

  it("asks nobody to wait in the first update, nor in a set that is new", () => {
    const records = set("a", { aws: 70, azure: 30 });
    assert.deepEqual(raisedFirst(records, undefined), new Map());
    assert.deepEqual(raisedFirst(records, {}), new Map());
    assert.deepEqual(raisedFirst(records, weightedSets(records)), new Map());
  });

  it("keeps a set as heavy as before or after at every moment, and nobody's share above the larger of its two", () => {
    const weights = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.integer({ min: 1, max: 255 }), { minKeys: 1 });
    const anyOrder = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(weights, weights, anyOrder, (old, next, chance) => {
        const waits = raisedFirst(set("s", next), weightedSets(set("s", old)));
        const pending = new Set(Object.keys(next));
        const live = { ...old };
        const moments = [{ ...live }];
        while (pending.size > 0) {
          const ready = [...pending].filter((key) => (waits.get(`s-${key}`) ?? []).every((name) => !pending.has(name.slice(2))));
          const key = ready[Math.floor(Number(chance.next().value) * ready.length * 0.999)];
          assert.ok(key !== undefined, "everybody waits for somebody");
          pending.delete(key);
          live[key] = next[key] ?? 0;
          moments.push({ ...live });
        }
        // The engine deletes last.
        const [before, after] = [total(old), total(next)];
        for (const moment of moments) {
          assert.ok(total(moment) >= Math.min(before, after));
          if (before !== after) continue;
          for (const [key, weight] of Object.entries(moment))
            assert.ok(weight / total(moment) <= Math.max((old[key] ?? 0) / before, (next[key] ?? 0) / after) + 1e-9);
        }
      }),
    );
  });
});

function set(fqdn: string, weights: Readonly<Record<string, number>>): AliasRecordPlan[] {
  return Object.entries(weights).map(([setIdentifier, weight]) => ({
    kind: "alias",
    name: `${fqdn}-${setIdentifier}`,
    fqdn,
    routing: { kind: "weighted", setIdentifier, weight },
    healthCheck: undefined,
    target: "elsewhere",
  }));
}

function total(weights: Readonly<Record<string, number>>): number {
  return Object.values(weights).reduce((sum, weight) => sum + weight, 0);
}
