import assert from "node:assert/strict";
import fc from "fast-check";
import type { Properties, PropertyValue } from "../../../lab/provider/backend";
import { formatPath, parsePath, valueAt } from "../../../lab/provider/propertyPath";
import { fromStruct, toStruct } from "../../../lab/provider/wire";

describe("the wire form of properties", () => {
  it("gives back any plain value that it is given", () => {
    fc.assert(
      fc.property(properties, (value) => {
        assert.deepEqual(fromStruct(toStruct(value)), value);
      }),
    );
  });

  it("is empty where the engine sends nothing", () => assert.deepEqual(fromStruct(undefined), {}));
});

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

const { value } = fc.letrec<{ value: PropertyValue; object: Properties }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string(),
    fc.array(tie("value")),
    tie("object"),
  ),
  object: fc.dictionary(
    fc.string().filter((key) => key !== "__proto__"),
    tie("value"),
  ),
}));
const properties = fc
  .dictionary(
    fc.string().filter((key) => key !== "__proto__"),
    value,
    { noNullPrototype: true },
  )
  .map((object) => JSON.parse(JSON.stringify(object)) as Properties);
