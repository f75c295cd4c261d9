import assert from "node:assert/strict";
import fc from "fast-check";
import { clampSize, fingerprintOf, sizeInUpdate } from "../../../plan/nodes/liveSize";

const recorded = { physicalName: "general-2026", fingerprint: "0123456789", max: 20 };

describe("sizeInUpdate", () => {
  it("sends the planned size of a pool that the stack did not have", () => {
    assert.deepEqual(sizeInUpdate("0123456789", undefined), { from: "plan" });
  });

  it("sends nothing of an unchanged pool", () => {
    assert.deepEqual(sizeInUpdate("0123456789", recorded), { from: "state" });
  });

  it("asks the cloud for the size of a pool that changes", () => {
    assert.deepEqual(sizeInUpdate("abcdef0123", recorded), { from: "cloud", pool: recorded });
  });
});

describe("clampSize", () => {
  it("leaves a busy pool as it is, unless its new minimum is higher", () => {
    assert.equal(clampSize(15, { min: 3, max: 24 }), 15);
    assert.equal(clampSize(15, { min: 18, max: 24 }), 18);
  });

  it("never leaves the bounds, and changes no size within them", () => {
    fc.assert(
      fc.property(fc.nat(500), bounds, (live, { min, max }) => {
        const size = clampSize(live, { min, max });
        assert.ok(min <= size && size <= max);
        if (min <= live && live <= max) assert.equal(size, live);
      }),
    );
  });
});

describe("fingerprintOf", () => {
  it("is the same whatever the order of keys, at any depth", () => {
    assert.equal(fingerprintOf({ a: 1, b: { c: 2, d: [3] } }), fingerprintOf({ b: { d: [3], c: 2 }, a: 1 }));
  });

  it("differs with every value, key and order of a list", () => {
    const variants = [{ a: 1 }, { a: 2 }, { b: 1 }, { a: "1" }, { a: [1, 2] }, { a: [2, 1] }, { a: { b: 1 } }, {}];
    assert.equal(new Set(variants.map(fingerprintOf)).size, variants.length);
  });

  it("is ten hexadecimal digits, which any cloud takes as a tag or label", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => assert.match(fingerprintOf(value), /^[0-9a-f]{10}$/)));
  });
});

const bounds = fc.tuple(fc.nat(500), fc.nat(500)).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));
