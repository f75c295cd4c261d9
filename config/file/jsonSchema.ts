import { z } from "zod";
import { FleetConfig, TrafficConfig } from "../index";

type JsonSchema = z.core.JSONSchema.JSONSchema;

const namespace = "gateway-fleet:";

/**
 * The form of a whole stack file as a JSON Schema (draft 7, which editors understand best). Generated from the zod schemas; rules across fields
 * are left to `npm run plan`.
 */
export function stackJsonSchema(): JsonSchema {
  const fleet = toJsonSchema(FleetConfig);
  const traffic = toJsonSchema(TrafficConfig);
  const sections = withNamespace({ ...fleet.properties, fleet: traffic.properties?.fleet ?? {} });
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "gateway-fleet stack file",
    description: "Pulumi.<stack>.yaml of a fleet stack, or of a traffic stack: DNS alone, in front of the fleet that it names.",
    type: "object",
    properties: {
      config: {
        description:
          "The stack's config. Provider settings such as aws:region have no place here: accounts come from clouds, regions from clusters.",
        type: "object",
        properties: {
          "pulumi:disable-default-providers": {
            description: 'Always ["*"], so that no resource lands in an account by accident.',
            type: "array",
            items: { type: "string" },
            contains: { const: "*" },
          },
          ...sections,
        },
        patternProperties: { "^pulumi:": {} },
        additionalProperties: false,
        required: ["pulumi:disable-default-providers"],
        if: { required: [`${namespace}fleet`] },
        then: {
          required: [`${namespace}traffic`],
          properties: {
            ...withNamespace(Object.fromEntries(required(fleet).map((section) => [section, false]))),
            [`${namespace}traffic`]: { required: ["clusters"] },
          },
        },
        else: { required: required(fleet).map((section) => `${namespace}${section}`) },
      },
      encryptionsalt: { type: "string", description: "Written by Pulumi: salt of the passphrase secrets provider." },
      secretsprovider: {
        type: "string",
        description: "Written by Pulumi: who encrypts the state's secrets. Keep it out of every cloud that you may lose.",
      },
      encryptedkey: { type: "string", description: "Written by Pulumi: the state's data key, encrypted by the secrets provider." },
    },
    required: ["config"],
    additionalProperties: false,
    definitions: fleet.definitions ?? {},
  };
}

function toJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: "input",
    target: "draft-7",
    override: ({ jsonSchema }) => {
      // No format of JSON Schema, and the pattern beside it says the same.
      if (jsonSchema.format === "cidrv4") delete jsonSchema.format;
      // Keys that are named to be refused with a reason; an editor refuses them as unknown.
      for (const [key, { not }] of Object.entries(jsonSchema.properties ?? {}).map(([key, value]) => [key, value as JsonSchema] as const))
        if (not !== undefined) delete jsonSchema.properties?.[key];
    },
  });
}

function required(schema: JsonSchema): readonly string[] {
  return schema.required ?? [];
}

function withNamespace<T>(sections: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(sections).map(([section, schema]) => [`${namespace}${section}`, schema]));
}
