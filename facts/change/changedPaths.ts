import { has, isWithin } from "../properties/select";
import type { Properties } from "../properties/values";
import { formatPath, isList, isObject, type PathKeys, valueAt } from "../properties/path";
import type { ResourceFacts } from "../resource";
import { differences } from "./differences";

/** Where two versions of a type's inputs differ, as its provider sees it. */
export function changedPaths(facts: ResourceFacts, olds: Properties, news: Properties): readonly PathKeys[] {
  const canonical = facts.canonical ?? ((inputs: Properties) => inputs);
  const changed = differences(canonical(olds), canonical(news), facts.sets).map((keys) => asWritten(keys, olds, news));
  const kept = (facts.keptWhenUnsaid ?? []).filter((path) => !has(news, path));
  return unique(changed).filter((keys) => !kept.some((path) => isWithin(keys, path)));
}

/** A document is compared by what it says, and changes as the one text that it is: no path leads into that. */
function asWritten(keys: PathKeys, olds: Properties, news: Properties): PathKeys {
  const isText = (length: number) =>
    [olds, news].some((inputs) => {
      const value = valueAt(inputs, keys.slice(0, length));
      return value !== undefined && !isObject(value) && !isList(value);
    });
  const end = keys.findIndex((_, index) => isText(index + 1));
  return end === -1 ? keys : keys.slice(0, end + 1);
}

function unique(paths: readonly PathKeys[]): readonly PathKeys[] {
  return [...new Map(paths.map((keys) => [formatPath(keys), keys])).values()];
}
