import { isObject } from "../../../facts/properties/path";
import type { Properties, PropertyValue } from "../../../facts/properties/values";

/** What charts say of their containers that run in namespaces of the "restricted" profile. */
export const lockedDown: Properties = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
};

/** Of these, the values that are given. */
export function given(values: Properties, keys: readonly string[]): Properties {
  return Object.fromEntries(keys.flatMap((key) => (values[key] === undefined || values[key] === null ? [] : [[key, values[key]]])));
}

/** The map at a path; empty where there is none. */
export function section(values: Properties, ...keys: readonly string[]): Properties {
  return keys.reduce<Properties>((inner, key) => object(inner[key]), values);
}

export function object(value: PropertyValue | undefined): Properties {
  return isObject(value) ? value : {};
}

export function text(value: PropertyValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
