import { isDeepStrictEqual } from "node:util";
import { UNKNOWN, type Properties, type PropertyValue } from "../properties/values";
import { isList, isObject, type PathKeys } from "../properties/path";
import { hasUnknown, isAt } from "../properties/select";
import { ownEntry } from "../properties/ownEntry";

/**
 * Paths at which two sets of inputs differ, as the providers see it: absent, null and empty are the same,
 * a list named in `sets` has no order, an unknown value differs from any.
 */
export function differences(olds: Properties, news: Properties, sets: readonly string[] = []): readonly PathKeys[] {
  return compare(olds, news, [], sets);
}

function compare(
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
  keys: PathKeys,
  sets: readonly string[],
): readonly PathKeys[] {
  const [old, next] = [present(before), present(after)];
  if (old === next) return [];
  if (old === UNKNOWN || next === UNKNOWN) return [keys];
  if (isObjectOrAbsent(old) && isObjectOrAbsent(next)) return compareObjects(old ?? {}, next ?? {}, keys, sets);
  if (isListOrAbsent(old) && isListOrAbsent(next)) {
    if (sets.some((path) => isAt(keys, path))) return isSameSet(old ?? [], next ?? []) ? [] : [keys];
    return compareLists(old ?? [], next ?? [], keys, sets);
  }
  return [keys];
}

function compareObjects(old: Properties, next: Properties, keys: PathKeys, sets: readonly string[]): readonly PathKeys[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(next)])].filter((name) => !name.startsWith("__"));
  return names.flatMap((name) => compare(ownEntry(old, name), ownEntry(next, name), [...keys, name], sets));
}

function compareLists(
  old: readonly PropertyValue[],
  next: readonly PropertyValue[],
  keys: PathKeys,
  sets: readonly string[],
): readonly PathKeys[] {
  const length = Math.max(old.length, next.length);
  return Array.from({ length }, (_, index) => index).flatMap((index) => compare(old[index], next[index], [...keys, index], sets));
}

function isSameSet(old: readonly PropertyValue[], next: readonly PropertyValue[]): boolean {
  if (hasUnknown(next)) return false;
  const canonical = (items: readonly PropertyValue[]): readonly string[] => items.map((item) => JSON.stringify(sorted(item))).sort();
  return isDeepStrictEqual(canonical(old), canonical(next));
}

function sorted(value: PropertyValue): PropertyValue {
  if (isList(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== null);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, sorted(child)]));
}

function present(value: PropertyValue | undefined): PropertyValue | undefined {
  if (value === null) return undefined;
  if (isList(value)) return value.length === 0 ? undefined : value;
  if (isObject(value)) return Object.keys(value).length === 0 ? undefined : value;
  return value;
}

function isObjectOrAbsent(value: PropertyValue | undefined): value is Properties | undefined {
  return value === undefined || isObject(value);
}

function isListOrAbsent(value: PropertyValue | undefined): value is readonly PropertyValue[] | undefined {
  return value === undefined || isList(value);
}
