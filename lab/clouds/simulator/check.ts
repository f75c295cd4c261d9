import { createHash } from "node:crypto";
import { factsOf } from "../../../facts";
import { withDefaults } from "../../../facts/inputs/defaults";
import { problemsOf } from "../../../facts/inputs/problems";
import { has, text } from "../../../facts/properties/select";
import type { Properties } from "../../../facts/properties/values";
import type { Account, NameRule } from "../../../facts/resource";
import type { CheckFailure, CheckRequest } from "../../provider/backend";
import type { CloudDefinition } from "./definition";
import type { ResourceModel } from "./model";

/** What a provider does before anything is planned: defaults, names, and every problem that shows without asking the cloud. */
export function checkInputs(
  definition: CloudDefinition,
  { type, notModelled }: ResourceModel,
  account: Account,
  request: CheckRequest,
): { readonly inputs: Properties; readonly failures: readonly CheckFailure[] } {
  const facts = factsOf(type);
  const inputs = withDefaults(type, { ...request.news, ...physicalName(definition, facts.name, request) }, account);
  return { inputs, failures: [...problemsOf(facts, inputs), ...(notModelled?.(inputs) ?? [])] };
}

function physicalName(
  definition: CloudDefinition,
  rule: NameRule | undefined,
  { olds = {}, news, name, urn, randomSeed }: CheckRequest,
): Properties {
  if (rule === undefined || rule.auto === "none" || has(news, rule.property) || (rule.unless !== undefined && has(news, rule.unless)))
    return {};
  const logical = rule.lowerCase === true ? name.toLowerCase() : name;
  if (rule.auto === "copy") return { [rule.property]: logical };

  const hex = createHash("sha256")
    .update(randomSeed.length > 0 ? randomSeed : urn)
    .digest("hex");
  const fresh = rule.auto === "uuid" ? uuid(hex) : definition.autoName(logical, hex);
  const kept = text(olds, rule.property);
  return { [rule.property]: kept === "" ? fresh : kept, ...definition.autoNamed(rule.property) };
}

function uuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
