import assert from "node:assert/strict";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { addressesIn, contains, formatAddress, formatBlock, overlaps, parseBlock, part, partsIn } from "../../../plan/network/cidr";

describe("address blocks", () => {
  it("are cut by number", () => {
    assert.equal(formatBlock(part(parseBlock("10.0.0.0/8"), 18, 2)), "10.0.128.0/18");
    assert.equal(formatBlock(part(parseBlock("100.64.0.0/10"), 18, 255)), "100.127.192.0/18");
    assert.equal(partsIn(parseBlock("100.64.0.0/10"), 18), 256);
  });

  it("read and write as another library does, up to the last address", () => {
    fc.assert(
      fc.property(blocks, (block) => {
        const [address, prefix] = ipaddr.IPv4.parseCIDR(formatBlock(block));
        assert.equal(formatBlock(block), `${address.toString()}/${prefix}`);
        assert.deepEqual(parseBlock(formatBlock(block)), block);
      }),
    );
    assert.equal(formatAddress(2 ** 32 - 1), "255.255.255.255");
  });

  it("contain their parts, which do not overlap", () => {
    fc.assert(
      fc.property(blocks, fc.integer({ min: 0, max: 6 }), fc.nat(), fc.nat(), (block, bits, a, b) => {
        const prefix = Math.min(32, block.prefix + bits);
        const count = partsIn(block, prefix);
        const [first, second] = [part(block, prefix, a % count), part(block, prefix, b % count)];
        assert.ok(contains(block, first));
        assert.equal(overlaps(first, second), a % count === b % count);
      }),
    );
  });

  it("are refused when they are none, and so are parts that they do not have", () => {
    for (const text of ["10.0.0.1/8", "256.0.0.0/8", "10.0.0.0/33", "10.0.0.0", "fd00::/8", ""])
      assert.throws(() => parseBlock(text), RangeError, text);
    assert.throws(() => part(parseBlock("10.0.0.0/16"), 18, 4), /10\.0\.0\.0\/16 has no \/18 number 4/);
  });
});

const blocks = fc
  .integer({ min: 0, max: 32 })
  .chain((prefix) => fc.integer({ min: 0, max: 2 ** prefix - 1 }).map((index) => ({ first: index * addressesIn(prefix), prefix })));
