import assert from "node:assert/strict";
import { parse } from "yaml";
import { interfaceOf, type CustomResourceDefinition } from "../../../lab/crds/types";

describe("the type of a custom resource", () => {
  it("has what people write of it, required where the definition says so", () => {
    const schema = `
      properties:
        apiVersion: { type: string }
        kind: { type: string }
        metadata: { type: object }
        spec:
          description: Where it listens.
          type: object
          properties:
            ports: { type: array, maxItems: 64, items: { type: object, properties: { number: { type: integer } }, required: [number] } }
            max-share: { type: number, default: 1 }
          required: [ports]
        status: { type: object, properties: { ready: { type: boolean } } }
      required: [spec]`;
    assert.equal(
      interfaceOf([definitionOf(schema)], "example.com/v1", "Gateway"),
      'export interface Gateway { readonly "apiVersion": "example.com/v1"; readonly "kind": "Gateway"; ' +
        'readonly "spec": { readonly "ports": readonly ({ readonly "number": number })[]; readonly "max-share"?: number } }',
    );
  });

  const schemas: readonly (readonly [string, string, string])[] = [
    [
      "a number or a string",
      "{ anyOf: [{ type: integer }, { type: string }], x-kubernetes-int-or-string: true, pattern: '%$' }",
      "number | string",
    ],
    ["what may be null", "{ type: string, nullable: true }", "string | null"],
    ["one of some words", "{ type: string, enum: [In, NotIn] }", '"In" | "NotIn"'],
    ["a list of such words", "{ type: array, items: { type: string, enum: [In, NotIn] } }", 'readonly ("In" | "NotIn")[]'],
    ["a map", "{ type: object, additionalProperties: { type: boolean } }", "{ readonly [key: string]: boolean }"],
    ["a map of anything", "{ type: object, additionalProperties: true }", "{ readonly [key: string]: unknown }"],
    ["anything", "{ x-kubernetes-preserve-unknown-fields: true }", "unknown"],
    ["an object with any fields", "{ type: object, x-kubernetes-preserve-unknown-fields: true }", "{ readonly [key: string]: unknown }"],
    [
      "an object with other fields besides",
      "{ type: object, properties: { name: { type: string } }, required: [name], x-kubernetes-preserve-unknown-fields: true }",
      '{ readonly "name": string; readonly [key: string]: unknown }',
    ],
    ["an object without fields", "{ type: object }", "Record<string, never>"],
    [
      "an object whose values are narrowed down",
      "{ type: object, properties: { id: { type: string } }, oneOf: [{ required: [id] }, { not: { required: [id] } }] }",
      '{ readonly "id"?: string }',
    ],
  ];
  for (const [what, schema, type] of schemas) {
    it(`can be ${what}`, () => {
      const text = interfaceOf([definitionOf(`properties: { spec: ${schema} }`)], "example.com/v1", "Gateway");
      assert.ok(text.endsWith(`readonly "spec"?: ${type} }`), text);
    });
  }

  it("is an error where no definition serves the kind at that version", () => {
    for (const apiVersion of ["example.com/v1beta1", "example.com/v2", "example.org/v1"])
      assert.throws(() => interfaceOf([definitionOf("{}")], apiVersion, "Gateway"), new RegExp(`^Error: ${apiVersion} Gateway: `));
    assert.throws(() => interfaceOf([definitionOf("{}")], "example.com/v1", "Route"), /^Error: example\.com\/v1 Route: /);
  });

  it("is an error, and no guess, of what an API server would not take", () => {
    for (const schema of ["{}", "{ type: array }", "{ type: file }"])
      assert.throws(
        () => interfaceOf([definitionOf(`properties: { spec: ${schema} }`)], "example.com/v1", "Gateway"),
        /no type that an API server takes/,
      );
  });
});

/** @param schema in YAML */
function definitionOf(schema: string): CustomResourceDefinition {
  const openAPIV3Schema = parse(schema) as object;
  const versions = [
    { name: "v1beta1", served: false, schema: { openAPIV3Schema } },
    { name: "v1", served: true, schema: { openAPIV3Schema } },
  ];
  return { spec: { group: "example.com", names: { kind: "Gateway" }, versions } };
}
