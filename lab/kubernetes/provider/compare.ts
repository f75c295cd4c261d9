import { UNKNOWN, type Properties, type PropertyValue } from "../../../facts/properties/values";
import { formatPath, isList, isObject, type PathKeys } from "../../../facts/properties/path";

export function formatPaths(paths: readonly PathKeys[]): string[] {
  return paths.map(formatPath);
}

export function containsUnknown(value: PropertyValue | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (isList(value)) return value.some(containsUnknown);
  return isObject(value) && Object.values(value).some(containsUnknown);
}

/** The parts of `live` that `inputs` speaks of: what other managers own, such as an autoscaler's replicas, stays out. */
export function prune(live: PropertyValue, inputs: PropertyValue): PropertyValue {
  if (isObject(live) && isObject(inputs)) return pruneObject(live, inputs);
  if (isList(live) && isList(inputs)) return live.slice(0, inputs.length).map((item, index) => prune(item, inputs[index] ?? null));
  return live;
}

export function pruneObject(live: Properties, inputs: Properties): Properties {
  const pruned: Record<string, PropertyValue> = {};
  for (const [key, input] of Object.entries(inputs)) {
    const value = live[key];
    if (value !== undefined) pruned[key] = prune(value, input);
  }
  return pruned;
}

/** `news` laid over `olds`: what an update is expected to leave, with everything it does not speak of as it was. */
export function overlay(olds: Properties, news: Properties): Properties {
  const merged: Record<string, PropertyValue> = { ...olds };
  for (const [key, value] of Object.entries(news)) {
    const old = olds[key];
    merged[key] = isObject(old) && isObject(value) ? overlay(old, value) : value;
  }
  return merged;
}
