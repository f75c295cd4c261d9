/** A definition of a kind, as far as it says what its objects look like. */
export interface CustomResourceDefinition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema: { readonly openAPIV3Schema: StructuralSchema };
    }[];
  };
}

/**
 * The fields that say what an object looks like, at every depth: an API server takes no definition where others do. What `allOf`, `anyOf`, `oneOf`
 * and `not` say narrows values down, as lengths and patterns do.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export interface StructuralSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: StructuralSchema | boolean;
  readonly items?: StructuralSchema;
  readonly enum?: readonly unknown[];
  readonly nullable?: boolean;
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
}

/**
 * @returns an interface of what is a kind's own and written by people: neither the metadata nor the status
 * @throws Error where no definition has the kind at that version, or one is none that an API server takes
 */
export function interfaceOf(definitions: readonly CustomResourceDefinition[], apiVersion: string, kind: string): string {
  const [group, version] = apiVersion.split("/");
  const definition = definitions
    .filter(({ spec }) => spec.group === group && spec.names.kind === kind)
    .flatMap(({ spec }) => spec.versions)
    .find(({ name, served }) => name === version && served);
  if (definition === undefined)
    throw new Error(`${apiVersion} ${kind}: no definition of its chart serves it; lab/crds/main.ts says which chart`);
  const { properties = {}, required = [] } = definition.schema.openAPIV3Schema;
  const own = Object.entries(properties).filter(([name]) => !["apiVersion", "kind", "metadata", "status"].includes(name));
  const type = typeOf({
    type: "object",
    properties: { apiVersion: { enum: [apiVersion] }, kind: { enum: [kind] }, ...Object.fromEntries(own) },
    required: ["apiVersion", "kind", ...required],
  });
  return `export interface ${kind} ${type}`;
}

function typeOf(schema: StructuralSchema): string {
  const type = schema.enum === undefined ? withoutEnum(schema) : schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  return schema.nullable === true ? `${type} | null` : type;
}

function withoutEnum(schema: StructuralSchema): string {
  if (schema["x-kubernetes-int-or-string"] === true) return "number | string";
  switch (schema.type) {
    case "string":
    case "boolean":
    case "number":
      return schema.type;
    case "integer":
      return "number";
    case "array":
      return `readonly (${typeOf(schema.items ?? {})})[]`;
    case "object":
      return objectOf(schema);
    case undefined:
      if (schema["x-kubernetes-preserve-unknown-fields"] === true) return "unknown";
  }
  throw new Error(`no type that an API server takes: ${JSON.stringify(schema)}`);
}

function objectOf({ properties = {}, required = [], additionalProperties, ...schema }: StructuralSchema): string {
  const fields = Object.entries(properties).map(
    ([name, field]) => `readonly ${JSON.stringify(name)}${required.includes(name) ? "" : "?"}: ${typeOf(field)}`,
  );
  if (typeof additionalProperties === "object") fields.push(`readonly [key: string]: ${typeOf(additionalProperties)}`);
  else if (additionalProperties === true || schema["x-kubernetes-preserve-unknown-fields"] === true)
    fields.push("readonly [key: string]: unknown");
  // On one line, so that Prettier breaks what is long and nothing else.
  return fields.length === 0 ? "Record<string, never>" : `{ ${fields.join("; ")} }`;
}
