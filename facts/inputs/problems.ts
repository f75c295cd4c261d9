import type { Properties } from "../properties/values";
import { has, isKnown, text } from "../properties/select";
import type { NameRule, Problem, ResourceFacts } from "../resource";

/** Everything that is wrong with inputs and shows without asking a cloud; defaults are filled in before. */
export function problemsOf({ required = [], name, limits }: ResourceFacts, inputs: Properties): readonly Problem[] {
  return [...missing(required, inputs), ...badName(name, inputs), ...(limits?.(inputs) ?? [])];
}

function missing(required: readonly string[], inputs: Properties): readonly Problem[] {
  return required.flatMap((path) => {
    const parent = path.slice(0, Math.max(path.lastIndexOf("."), 0));
    const counts = parent === "" || (has(inputs, parent) && isKnown(inputs, parent));
    return counts && !has(inputs, path) ? [{ property: path, reason: `${path} is required and was not given` }] : [];
  });
}

function badName(rule: NameRule | undefined, inputs: Properties): readonly Problem[] {
  const name = rule === undefined ? "" : text(inputs, rule.property);
  if (rule === undefined || name === "") return [];
  const { property, max, min = 1, pattern } = rule;
  if (name.length > max)
    return [{ property, reason: `${JSON.stringify(name)} has ${name.length} characters, ${property} takes at most ${max}` }];
  if (name.length < min)
    return [{ property, reason: `${JSON.stringify(name)} has ${name.length} characters, ${property} takes at least ${min}` }];
  if (pattern !== undefined && !pattern.test(name))
    return [{ property, reason: `${JSON.stringify(name)} does not match ${pattern.source}` }];
  return [];
}
