import { has, isWithin } from "../properties/select";
import type { Properties } from "../properties/values";
import type { PathKeys } from "../properties/path";
import type { ResourceFacts } from "../resource";
import { differences } from "./differences";

/** Where two versions of a type's inputs differ, as its provider sees it. */
export function changedPaths(facts: ResourceFacts, olds: Properties, news: Properties): readonly PathKeys[] {
  const canonical = facts.canonical ?? ((inputs: Properties) => inputs);
  const changed = differences(canonical(olds), canonical(news), facts.sets);
  const kept = (facts.keptWhenUnsaid ?? []).filter((path) => !has(news, path));
  return changed.filter((keys) => !kept.some((path) => isWithin(keys, path)));
}
