import assert from "node:assert/strict";
import fc from "fast-check";
import { parseQuantity } from "../../../config/workloads/quantity";

const nano = 1_000_000_000n;

describe("parseQuantity", () => {
  const examples: readonly (readonly [string, bigint])[] = [
    ["500m", nano / 2n],
    ["0.5", nano / 2n],
    [".5", nano / 2n],
    ["2.", 2n * nano],
    ["1Gi", 1024n ** 3n * nano],
    ["1.5Gi", 1536n * 1024n ** 2n * nano],
    ["1G", 10n ** 9n * nano],
    ["1e3", 1000n * nano],
    ["1E3", 1000n * nano],
    ["1E", 10n ** 18n * nano],
    ["1e-3", nano / 1000n],
    ["+3u", 3000n],
    ["-1", -nano],
    ["0.0000000001", 1n],
    ["8Ei", 8n * 1024n ** 6n * nano],
  ];
  for (const [text, value] of examples) it(`reads ${text}`, () => assert.equal(parseQuantity(text), value));

  it("refuses what Kubernetes refuses", () => {
    for (const text of ["", ".", "m", "1GB", "1gi", "1 Gi", "1K", "0x1", "1e", "1e+", "NaN", "1,5", "e3", "1ee3"])
      assert.equal(parseQuantity(text), undefined, text);
  });

  it("orders thousandths and wholes as numbers", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1000), (thousandths, wholes) => {
        const [a, b] = [parseQuantity(`${thousandths}m`), parseQuantity(String(wholes))];
        assert.ok(a !== undefined && b !== undefined);
        assert.equal(a > b, thousandths > wholes * 1000);
      }),
    );
  });

  it("agrees with itself across binary suffixes", () => {
    fc.assert(fc.property(fc.nat(100_000), (amount) => assert.equal(parseQuantity(`${amount}Mi`), parseQuantity(`${amount * 1024}Ki`))));
  });

  it("reads any text without failing", () => {
    fc.assert(fc.property(fc.string(), (text) => ["bigint", "undefined"].includes(typeof parseQuantity(text))));
  });
});
