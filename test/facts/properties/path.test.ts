import assert from "node:assert/strict";
import fc from "fast-check";
import { formatPath, parsePath, valueAt } from "../../../facts/properties/path";

describe("property paths", () => {
  it("quote what is not a plain name, as the engine does", () => {
    assert.equal(formatPath(["metadata", "labels", "app.kubernetes.io/name"]), 'metadata.labels["app.kubernetes.io/name"]');
    assert.equal(formatPath(["rules", 0, "ports", 12]), "rules[0].ports[12]");
    assert.equal(formatPath(["a-b", 'say "hi"']), '["a-b"]["say \\"hi\\""]');
  });

  it("read back as the keys they were written from", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ minLength: 1 }), fc.nat(99)), { minLength: 1 }), (keys) => {
        assert.deepEqual(parsePath(formatPath(keys)), keys);
      }),
    );
  });

  it("lead to the value, or to nothing", () => {
    const value = { a: [{ b: 1 }, null] };
    assert.equal(valueAt(value, ["a", 0, "b"]), 1);
    assert.equal(valueAt(value, ["a", 1]), null);
    assert.equal(valueAt(value, ["a", 1, "b"]), undefined);
    assert.equal(valueAt(value, ["a", "length"]), undefined);
  });
});
