import { UNKNOWN, type Properties, type PropertyValue } from "../../facts/properties/values";
import { hidden, looksSecret } from "../../config/workloads/secretNames";
import { isList, isObject, parsePath, type PathKeys, valueAt, withValueAt } from "../../facts/properties/path";

/** Stands for a value that is known in the cloud and not here: of what exists, where something new is taken instead. */
const asItIs = "as it is";

/** Recorded inputs as the engine would hand them to a provider. What is undefined is not there. */
export function propertiesOf(inputs: Readonly<Record<string, unknown>>): Properties {
  return Object.fromEntries(Object.entries(inputs).flatMap(([key, value]) => (value === undefined ? [] : [[key, valueOf(value)]])));
}

function valueOf(value: unknown): PropertyValue {
  if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(valueOf);
  if (typeof value === "object") return propertiesOf({ ...value });
  throw new TypeError(`a ${typeof value} cannot be an input`);
}

/**
 * Both versions with what exists made known: of the old one everything does, of the new one what is unknown at the same place.
 *
 * @param fresh inputs that take outputs of something new instead
 */
export function settled(
  olds: Properties,
  news: Properties,
  fresh: readonly string[],
): { readonly olds: Properties; readonly news: Properties } {
  const entries = Object.entries(news).map(([key, value]) => [key, fresh.includes(key) ? value : alike(olds[key], value)] as const);
  const kept = Object.entries(olds).map(([key, value]) => [key, fresh.includes(key) ? known(value) : alike(news[key], value)] as const);
  return { olds: Object.fromEntries(kept), news: Object.fromEntries(entries) };
}

/** `value` with what is unknown in the other one too made known. */
function alike(other: PropertyValue | undefined, value: PropertyValue): PropertyValue {
  if (value === UNKNOWN) return other === UNKNOWN ? asItIs : value;
  if (isList(value)) return value.map((item, index) => alike(isList(other) ? other[index] : undefined, item));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, alike(isObject(other) ? other[key] : undefined, child)]));
  return value;
}

function known(value: PropertyValue): PropertyValue {
  if (isList(value)) return value.map(known);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, known(child)]));
  return value === UNKNOWN ? asItIs : value;
}

/** Places below the inputs whose value only an update will know. */
export function unknownPaths(value: PropertyValue, at: PathKeys): readonly PathKeys[] {
  if (isList(value)) return value.flatMap((item, index) => unknownPaths(item, [...at, index]));
  if (isObject(value)) return Object.entries(value).flatMap(([key, child]) => unknownPaths(child, [...at, key]));
  return value === UNKNOWN ? [at] : [];
}

/** The new inputs with the old values at ignored paths, as the engine makes them. "*" is all. */
export function withoutIgnored(olds: Properties, news: Properties, ignored: readonly string[]): Properties {
  if (ignored.includes("*")) return olds;
  return ignored.reduce<Properties>((inputs, path) => {
    const keys = parsePath(path);
    return withValueAt(inputs, keys, valueAt(olds, keys));
  }, news);
}

/** An entry of a container's `env`. */
function isSecretVariable(value: PropertyValue | undefined): boolean {
  return isObject(value) && typeof value["name"] === "string" && value["value"] !== undefined && looksSecret(value["name"]);
}

function withoutSecrets(value: PropertyValue): PropertyValue {
  if (isList(value)) return value.map(withoutSecrets);
  if (!isObject(value)) return value;
  const parts = Object.entries(value).map(([key, child]) => [key, withoutSecrets(child)] as const);
  return { ...Object.fromEntries(parts), ...(isSecretVariable(value) ? { value: hidden } : {}) };
}

/** A value for people: null where there is none, and without the values of variables that look like secrets. */
export function shown(inputs: Properties, path: string): string | null {
  const keys = parsePath(path);
  const isSecret = keys.some((_, index) => isSecretVariable(valueAt(inputs, keys.slice(0, index))) && keys[index] === "value");
  const found = valueAt(inputs, keys);
  const value = found === undefined ? undefined : isSecret ? hidden : withoutSecrets(found);
  if (value === undefined || value === null) return null;
  if (value === UNKNOWN) return "(known after the update)";
  if (value === asItIs) return "(as it is)";
  return typeof value === "string"
    ? value
    : JSON.stringify(value, (_key, part: unknown) => (part === UNKNOWN ? "(known after the update)" : part));
}
