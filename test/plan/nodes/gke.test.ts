import assert from "node:assert/strict";
import fc from "fast-check";
import { gkePools, initialPerZone } from "../../../plan/nodes/gke";
import { general, usw1 } from "../fleets";
import { poolPriorities } from "../../../plan/nodes/poolOrder";

describe("initialPerZone", () => {
  it("rounds up: 5 nodes over 3 zones begin as 2 in each", () => {
    assert.equal(initialPerZone({ initial: 5, bounds: { min: 3, max: 20 } }, 3), 2);
  });

  it("begins a pool empty that may have fewer nodes than there are zones", () => {
    assert.equal(initialPerZone({ initial: 2, bounds: { min: 2, max: 2 } }, 3), 0);
  });

  it("never begins above the pool's maximum", () => {
    fc.assert(
      fc.property(sizes, zoneCounts, (size, zones) => {
        assert.ok(initialPerZone(size, zones) * zones <= size.bounds.max);
      }),
    );
  });

  it("begins with at least the initial nodes whenever whole zones fit", () => {
    fc.assert(
      fc.property(sizes, zoneCounts, (size, zones) => {
        fc.pre(Math.ceil(size.initial / zones) * zones <= size.bounds.max);
        const nodes = initialPerZone(size, zones) * zones;
        assert.ok(nodes >= size.initial && nodes < size.initial + zones);
      }),
    );
  });
});

describe("the nodes of GKE pools", () => {
  it("have two minutes to drain where they are spot, from Kubernetes 1.35 on", () => {
    const shutdown = (kubernetes: string) => poolsOn(kubernetes).map((pool) => pool.shutdown);
    assert.deepEqual(shutdown("1.35"), [undefined, { seconds: 120, criticalPodsSeconds: 15 }]);
    assert.deepEqual(shutdown("1.34"), [undefined, undefined]);
  });
});

describe("the priorities of GKE pools", () => {
  it("S0.111 put every spot pool before every on-demand pool", () => {
    assert.deepEqual(poolPriorities([...poolsOn("1.35"), { key: "compute", capacityType: "on-demand" }]), [
      ["general-spot"],
      ["general", "compute"],
    ]);
  });

  it("are none where all pools are of one kind", () => {
    assert.deepEqual(poolPriorities(poolsOn("1.35").slice(0, 1)), []);
    assert.deepEqual(poolPriorities([]), []);
  });
});

function poolsOn(kubernetes: string) {
  const spot = { percent: 20, policy: "availability" } as const;
  return gkePools(
    { name: "usw1", region: usw1.region, kubernetes, tags: {}, zones: ["us-west1-a", "us-west1-b", "us-west1-c"], spot },
    { general },
  );
}

const zoneCounts = fc.integer({ min: 1, max: 6 });
const sizes = fc
  .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 500 }))
  .map(([initial, max]) => ({ initial: Math.min(initial, max), bounds: { min: 0, max } }));
