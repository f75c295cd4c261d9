import assert from "node:assert/strict";
import fc from "fast-check";
import type { Properties, PropertyValue } from "../../../facts/properties/values";
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
