import * as pulumi from "@pulumi/pulumi";
import type { JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

/** An object as the SDK sends it: secrets and resources are objects with a signature. */
export type Wire = Record<string, JavaScriptValue>;

export function wireOf(struct: Struct | undefined): Wire {
  return struct?.toJavaScript() ?? {};
}

/** Protobuf has no undefined; a property without a value does not exist. */
export function wireObject(value: Record<string, unknown>): Wire {
  return JSON.parse(JSON.stringify(value));
}

export function plainObject(wire: Wire): Record<string, unknown> {
  return Object.fromEntries(Object.entries(wire).map(([key, value]) => [key, plain(value)]));
}

function plain(value: JavaScriptValue | undefined): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  switch (value[pulumi.runtime.specialSigKey]) {
    case pulumi.runtime.specialSecretSig:
      return plain(value["value"]);
    case pulumi.runtime.specialResourceSig:
      return value["urn"];
    default:
      return plainObject(value);
  }
}

export function containsSecret(value: JavaScriptValue | undefined): boolean {
  if (Array.isArray(value)) return value.some(containsSecret);
  if (!isObject(value)) return false;
  return value[pulumi.runtime.specialSigKey] === pulumi.runtime.specialSecretSig || Object.values(value).some(containsSecret);
}

function isObject(value: JavaScriptValue | undefined): value is Wire {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
