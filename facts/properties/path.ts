import type { Properties, PropertyValue } from "./values";
import { ownEntry } from "./ownEntry";

/** A place inside a resource's properties, such as ["scalingConfig", "minSize"] or ["rules", 0, "port"]. */
export type PathKeys = readonly (string | number)[];

const plainName = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/**
 * In the engine's syntax: `spec.containers[0].image`, `metadata.labels["app.kubernetes.io/name"]`.
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/property_path.go
 */
export function formatPath(keys: PathKeys): string {
  return keys.reduce<string>((path, key) => {
    if (typeof key === "number") return `${path}[${key}]`;
    if (!plainName.test(key)) return `${path}[${JSON.stringify(key)}]`;
    return path === "" ? key : `${path}.${key}`;
  }, "");
}

/** The reverse of formatPath. */
export function parsePath(path: string): PathKeys {
  const part = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|\.?([^.[\]]+)/g;
  return [...path.matchAll(part)].map(([, quoted, index, name = ""]) => {
    if (quoted !== undefined) return JSON.parse(`"${quoted}"`) as string;
    return index === undefined ? name : Number(index);
  });
}

/** The value at a path; undefined where there is none. */
export function valueAt(properties: Properties, keys: PathKeys): PropertyValue | undefined {
  let value: PropertyValue | undefined = properties;
  for (const key of keys) value = childOf(value, key);
  return value;
}

/** The same with another value at a path, or without one. A parent that is not there stays away. */
export function withValueAt(properties: Properties, keys: PathKeys, value: PropertyValue | undefined): Properties {
  const result = put(properties, keys, value);
  return isObject(result) ? result : properties;
}

function put(properties: PropertyValue, [key, ...rest]: PathKeys, value: PropertyValue | undefined): PropertyValue {
  if (key === undefined) return value ?? null;
  if (isList(properties)) return properties.map((item, index) => (index === key ? put(item, rest, value) : item));
  if (!isObject(properties)) return properties;
  const others = Object.fromEntries(Object.entries(properties).filter(([name]) => name !== key));
  if (rest.length === 0) return value === undefined ? others : { ...others, [key]: value };
  const child = ownEntry(properties, String(key));
  return child === undefined ? properties : { ...others, [key]: put(child, rest, value) };
}

function childOf(value: PropertyValue | undefined, key: string | number): PropertyValue | undefined {
  if (isList(value)) return typeof key === "number" ? value[key] : undefined;
  return isObject(value) ? ownEntry(value, String(key)) : undefined;
}

export function isObject(value: PropertyValue | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: PropertyValue | undefined): value is readonly PropertyValue[] {
  return Array.isArray(value);
}
