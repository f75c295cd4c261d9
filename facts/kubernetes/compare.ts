import { isDeepStrictEqual } from "node:util";
import type { PropertyValue } from "../properties/values";
import { isList, isObject, type PathKeys } from "../properties/path";
import { ownEntry } from "../properties/ownEntry";

/** Every place where two values differ, as deep as both have the same shape. A null counts as absent. */
export function differences(before: PropertyValue | undefined, after: PropertyValue | undefined, at: PathKeys = []): readonly PathKeys[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => differences(ownEntry(before, key), ownEntry(after, key), [...at, key]));
  }
  if (isList(before) && isList(after)) {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index).flatMap((index) =>
      differences(before[index], after[index], [...at, index]),
    );
  }
  return isDeepStrictEqual(before ?? undefined, after ?? undefined) ? [] : [at];
}

/**
 * Whether a change at a path changes a field: it is the field, lies in it, or holds it. List indices do not count.
 * @param field such as "spec.selector" or "spec.containers.image"
 */
export function touches(path: PathKeys, field: string): boolean {
  const key = path.filter((part) => typeof part === "string").join(".");
  return key === field || key.startsWith(`${field}.`) || field.startsWith(`${key}.`);
}
