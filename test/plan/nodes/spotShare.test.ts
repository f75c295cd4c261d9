import assert from "node:assert/strict";
import fc from "fast-check";
import { splitSpot } from "../../../plan/nodes/spotShare";

describe("splitSpot", () => {
  it("S0.103 gives a pool of 3 to 20 nodes on AWS (30 %) at most 6 spot nodes", () => {
    assert.deepEqual(splitSpot({ min: 3, max: 20 }, 30, "availability"), { onDemand: { min: 3, max: 20 }, spot: { min: 0, max: 6 } });
  });

  it("S0.107 gives it at most 5 on Azure (25 %)", () => {
    assert.deepEqual(splitSpot({ min: 3, max: 20 }, 25, "availability").spot, { min: 0, max: 5 });
  });

  it("S0.111 gives it at most 4 on Google Cloud (20 %)", () => {
    assert.deepEqual(splitSpot({ min: 3, max: 20 }, 20, "availability").spot, { min: 0, max: 4 });
  });

  it("counts in integers: 29 % of 100 is 29", () => {
    assert.equal(splitSpot({ min: 0, max: 100 }, 29, "strictMax").spot.max, 29);
  });

  it("keeps the pool's minimum across both parts", () => {
    fc.assert(
      fc.property(pools, percents, policies, (pool, percent, policy) => {
        const { onDemand, spot } = splitSpot(pool, percent, policy);
        assert.equal(onDemand.min + spot.min, pool.min);
      }),
    );
  });

  it("never lets spot exceed its share", () => {
    fc.assert(
      fc.property(pools, percents, policies, (pool, percent, policy) => {
        assert.ok(splitSpot(pool, percent, policy).spot.max * 100 <= pool.max * percent);
      }),
    );
  });

  it("can lose every spot node under the availability policy", () => {
    fc.assert(
      fc.property(pools, percents, (pool, percent) => assert.equal(splitSpot(pool, percent, "availability").onDemand.max, pool.max)),
    );
  });

  it("never exceeds the pool's maximum under strictMax", () => {
    fc.assert(
      fc.property(pools, percents, (pool, percent) => {
        const { onDemand, spot } = splitSpot(pool, percent, "strictMax");
        assert.equal(onDemand.max + spot.max, pool.max);
      }),
    );
  });

  it("gives both parts bounds that hold", () => {
    fc.assert(
      fc.property(pools, percents, policies, (pool, percent, policy) => {
        for (const { min, max } of Object.values(splitSpot(pool, percent, policy))) assert.ok(0 <= min && min <= max);
      }),
    );
  });
});

const policies = fc.constantFrom("availability" as const, "strictMax" as const);
const percents = fc.integer({ min: 0, max: 100 });
const pools = fc
  .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 500 }))
  .map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));
