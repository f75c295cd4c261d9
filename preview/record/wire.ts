import * as pulumi from "@pulumi/pulumi";
import type { JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

/** An object as the SDK sends it: secrets and resources are objects with a signature. */
export type Wire = Record<string, JavaScriptValue>;

export function wireOf(struct: Struct | undefined): Wire {
  return struct?.toJavaScript() ?? {};
}

/** Protobuf has no undefined; a property without a value does not exist. */
export function wireObject(value: object): Wire {
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([key, part]: [string, unknown]) => [key, wireValue(part)]));
}

function wireValue(value: unknown): JavaScriptValue {
  if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(wireValue);
  if (typeof value === "object") return wireObject(value);
  throw new TypeError(`a ${typeof value} cannot be an output`);
}

export function plainObject(wire: Wire): Record<string, unknown> {
  return Object.fromEntries(Object.entries(wire).map(([key, value]) => [key, plain(value)]));
}

function plain(value: JavaScriptValue | undefined): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  const signature = value[pulumi.runtime.specialSigKey];
  if (signature === pulumi.runtime.specialSecretSig) return plain(value["value"]);
  return signature === pulumi.runtime.specialResourceSig ? value["urn"] : plainObject(value);
}

export function containsSecret(value: JavaScriptValue | undefined): boolean {
  if (Array.isArray(value)) return value.some(containsSecret);
  if (!isObject(value)) return false;
  return value[pulumi.runtime.specialSigKey] === pulumi.runtime.specialSecretSig || Object.values(value).some(containsSecret);
}

function isObject(value: JavaScriptValue | undefined): value is Wire {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
