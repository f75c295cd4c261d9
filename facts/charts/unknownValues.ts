import { closest } from "fastest-levenshtein";
import { isObject } from "../properties/path";
import type { Properties, PropertyValue } from "../properties/values";
import type { ChartFacts } from "./chart";

/** A value that a chart would take without a word, and without any effect. */
export interface UnknownValue {
  /** With dots between keys. */
  readonly path: string;
  /** The value of the chart that is spelled most like it. */
  readonly nearest: string;
}

/** Helm itself refuses a value only where the chart has a schema, which most have not. https://helm.sh/docs/topics/charts/#schema-files */
export function unknownValues({ values: known }: ChartFacts, values: Properties): readonly UnknownValue[] {
  return leavesOf(values, "")
    .filter((path) => !known.some((value) => isBelow(path, value) || isBelow(value, path)))
    .map((path) => ({ path, nearest: closest(path, [...known]) }));
}

/** Whether a path is another one, or leads further. */
function isBelow(path: string, upper: string): boolean {
  return path === upper || path.startsWith(`${upper}.`);
}

function leavesOf(value: PropertyValue, path: string): readonly string[] {
  if (!isObject(value) || Object.keys(value).length === 0) return path === "" ? [] : [path];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, path === "" ? key : `${path}.${key}`));
}
