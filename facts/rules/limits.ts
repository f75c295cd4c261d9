import type { Properties } from "../properties/values";
import type { Problem } from "../resource";
import { count, has, text } from "../properties/select";

/** Rules that several types share; each gives no problem for a value that is absent or unknown. */

export function oneOf(inputs: Properties, path: string, allowed: readonly string[]): readonly Problem[] {
  const value = text(inputs, path);
  return value === "" || allowed.includes(value) ? [] : [{ property: path, reason: `${value} is none of ${allowed.join(", ")}` }];
}

export function inRange(inputs: Properties, path: string, min: number, max: number): readonly Problem[] {
  const value = count(inputs, path);
  return value === undefined || (value >= min && value <= max) ? [] : [{ property: path, reason: `${value} is outside ${min}..${max}` }];
}

export function exactlyOne(inputs: Properties, properties: readonly string[]): readonly Problem[] {
  const given = properties.filter((property) => has(inputs, property));
  if (given.length === 1) return [];
  const reason = `exactly one of ${properties.join(", ")} must be given, not ${given.length === 0 ? "none" : given.join(" and ")}`;
  return [{ property: given[1] ?? properties[0] ?? "", reason }];
}

export function shorterThan(inputs: Properties, path: string, characters: number): readonly Problem[] {
  const value = text(inputs, path);
  return value.length <= characters
    ? []
    : [{ property: path, reason: `has ${value.length} characters, at most ${characters} are allowed` }];
}
