import assert from "node:assert/strict";
import fc from "fast-check";
import { chartFacts } from "../../../facts/charts";
import { unknownValues } from "../../../facts/charts/unknownValues";
import type { Properties, PropertyValue } from "../../../facts/properties/values";

const facts = { version: "1.0.0", values: ["replicaCount", "image.repository", "image.tag", "podLabels"] };

describe("the values that a chart takes", () => {
  it("are its own, whatever stands below one of them", () => {
    assert.deepEqual(unknownValues(facts, { replicaCount: 2, image: { tag: "v1" }, podLabels: { any: { thing: 1 } } }), []);
    assert.deepEqual(unknownValues(facts, { image: {} }), []);
    assert.deepEqual(unknownValues(facts, {}), []);
  });

  it("are nothing else, however near it comes", () => {
    assert.deepEqual(unknownValues(facts, { replicas: 2, image: { tags: "v1" } }), [
      { path: "replicas", nearest: "replicaCount" },
      { path: "image.tags", nearest: "image.tag" },
    ]);
  });

  it("are known of each chart at every path that it has", () => {
    const paths = Object.entries(chartFacts).flatMap(([chart, { values }]) => values.map((path) => [chart, path] as const));
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), ([chart, path], value) => {
        const known = chartFacts[chart];
        return known !== undefined && unknownValues(known, valueAt(path, value as PropertyValue)).length === 0;
      }),
    );
  });
});

function valueAt(path: string, value: PropertyValue): Properties {
  return path.split(".").reduceRight<PropertyValue>((inner, key) => ({ [key]: inner }), value) as Properties;
}
