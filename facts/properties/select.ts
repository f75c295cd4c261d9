import { UNKNOWN, type Properties, type PropertyValue } from "./values";
import { formatPath, isList, isObject, type PathKeys } from "./path";
import { ownEntry } from "./ownEntry";

/** Reads what a model needs out of properties, by a path such as "vpcConfig.subnetIds[*]". Absent and unknown values read as empty. */

export function text(properties: Properties, path: string): string {
  const value = first(properties, path);
  return typeof value === "string" && value !== UNKNOWN ? value : "";
}

export function count(properties: Properties, path: string): number | undefined {
  const value = first(properties, path);
  return typeof value === "number" ? value : undefined;
}

/** Provider configuration carries booleans as text. */
export function flag(properties: Properties, path: string): boolean | undefined {
  const value = first(properties, path);
  if (value === "true" || value === "false") return value === "true";
  return typeof value === "boolean" ? value : undefined;
}

export function object(properties: Properties, path: string): Properties {
  const value = first(properties, path);
  return isObject(value) ? value : {};
}

export function objects(properties: Properties, path: string): readonly Properties[] {
  return select(properties, path).flatMap(({ value }) => (isObject(value) ? [value] : []));
}

export function texts(properties: Properties, path: string): readonly string[] {
  return select(properties, path).flatMap(({ value }) => (typeof value === "string" && value !== UNKNOWN ? [value] : []));
}

/** A map of texts, such as labels. */
export function textMap(properties: Properties, path: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(object(properties, path)).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
  );
}

/** Whether a value is given, known or not. */
export function has(properties: Properties, path: string): boolean {
  return select(properties, path).length > 0;
}

export function isKnown(properties: Properties, path: string): boolean {
  return select(properties, path).every(({ value }) => value !== UNKNOWN);
}

export function hasUnknown(value: PropertyValue): boolean {
  if (isList(value)) return value.some(hasUnknown);
  if (isObject(value)) return Object.values(value).some((child) => child !== undefined && hasUnknown(child));
  return value === UNKNOWN;
}

/** Every value a path with wildcards leads to, with its own path. Null counts as absent. */
export function select(properties: Properties, path: string): readonly { readonly path: string; readonly value: PropertyValue }[] {
  let found: readonly { readonly keys: PathKeys; readonly value: PropertyValue }[] = [{ keys: [], value: properties }];
  for (const step of steps(path)) {
    found = found.flatMap(({ keys, value }) => childrenOf(value, step).map(([key, child]) => ({ keys: [...keys, key], value: child })));
  }
  return found.map(({ keys, value }) => ({ path: formatPath(keys), value }));
}

/** Whether the keys lie at or below a path with wildcards. */
export function isWithin(keys: PathKeys, path: string): boolean {
  const pattern = steps(path);
  return (
    pattern.length <= keys.length && pattern.every((step, index) => (step === "*" ? typeof keys[index] === "number" : keys[index] === step))
  );
}

/** Whether the keys are exactly a path with wildcards. */
export function isAt(keys: PathKeys, path: string): boolean {
  return steps(path).length === keys.length && isWithin(keys, path);
}

function first(properties: Properties, path: string): PropertyValue | undefined {
  return select(properties, path)[0]?.value;
}

/** "a.b[*].c" and "a[0].b" as ["a", "b", "*", "c"] and ["a", 0, "b"]. */
function steps(path: string): PathKeys {
  return [...path.matchAll(/\[(\*|\d+)\]|([^.[\]]+)/g)].map(([, index, name = ""]) =>
    index === undefined ? name : index === "*" ? "*" : Number(index),
  );
}

function childrenOf(value: PropertyValue, step: string | number): readonly (readonly [string | number, PropertyValue])[] {
  if (isList(value)) {
    const items = value.map((item, index) => [index, item] as const).filter(([, item]) => item !== null);
    return step === "*" ? items : items.filter(([index]) => index === step);
  }
  if (!isObject(value)) return [];
  const child = ownEntry(value, String(step));
  return child === undefined || child === null ? [] : [[step, child]];
}
