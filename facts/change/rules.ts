import type { ChangeKind, ChangeRule, DeletesFirst } from "../changes";
import type { Properties } from "../properties/values";
import { formatPath, type PathKeys } from "../properties/path";
import { contains } from "../rules/cidr";
import { has, isWithin, select, text } from "../properties/select";

export interface ChangedInputs {
  readonly olds: Properties;
  readonly news: Properties;
  /** Where the two differ. */
  readonly changed: readonly PathKeys[];
}

/** Paths of the changes that a rule is about. */
export function matching(rules: readonly ChangeRule[], inputs: ChangedInputs): readonly string[] {
  const whole = rules.filter((rule) => typeof rule === "string");
  const changes = inputs.changed.filter((keys) => whole.some((path) => isWithin(keys, path))).map(formatPath);
  const ofKind = rules.flatMap((rule) => (typeof rule !== "string" && isOfKind(rule.when, rule.path, inputs) ? [rule.path] : []));
  return [...new Set([...changes, ...ofKind])];
}

function isOfKind(kind: ChangeKind, path: string, { olds, news, changed }: ChangedInputs): boolean {
  if (kind === "addedOrRemoved") return has(olds, path) !== has(news, path);
  if (kind === "removed") return has(olds, path) && !has(news, path);
  if (!changed.some((keys) => isWithin(keys, path))) return false;
  if (kind === "notGrown") return !contains(text(news, path), text(olds, path));
  if ("from" in kind) return select(olds, path).some(({ value }) => value === kind.from);
  return [olds, news].some((inputs) => !kind.notBothOf.includes(text(inputs, path)));
}

/** Whether a replacement deletes the old one first; names that the provider has made up are not among the inputs. */
export function deletesOldFirst(rule: DeletesFirst, olds: Properties, news: Properties): boolean {
  if (rule === "always" || rule === "never") return rule === "always";
  if ("ifGiven" in rule) return has(news, rule.ifGiven);
  const name = text(news, rule.ifKept);
  return name !== "" && name === text(olds, rule.ifKept);
}
