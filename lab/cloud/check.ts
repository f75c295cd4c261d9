import { createHash } from "node:crypto";
import type { CheckFailure, CheckRequest } from "../provider/backend";
import type { Properties } from "../../facts/properties/values";
import type { CloudDefinition } from "./definition";
import type { Account, NameRule } from "../../facts/resource";
import type { ResourceModel } from "./model";
import { has, isKnown, text } from "../../facts/properties/select";

/** What a provider does before anything is planned: defaults, names, and every problem that shows without asking the cloud. */
export function checkInputs(
  definition: CloudDefinition,
  model: ResourceModel,
  account: Account,
  request: CheckRequest,
): { readonly inputs: Properties; readonly failures: readonly CheckFailure[] } {
  const named = { ...request.news, ...physicalName(definition, model, request) };
  const inputs = withDefaults(definition, model, account, named);
  const failures = [...missing(model, inputs), ...badName(model.name, inputs), ...(model.limits?.(inputs) ?? [])];
  return { inputs, failures };
}

/** Inputs with what the provider takes where nothing is said. */
export function withDefaults(definition: CloudDefinition, model: ResourceModel, account: Account, inputs: Properties): Properties {
  return { ...inputs, ...definition.fillIn?.(model, inputs, account), ...model.defaults?.(inputs, account) };
}

function physicalName(
  definition: CloudDefinition,
  model: ResourceModel,
  { olds = {}, news, name, urn, randomSeed }: CheckRequest,
): Properties {
  const rule = model.name;
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

function missing(model: ResourceModel, inputs: Properties): readonly CheckFailure[] {
  return (model.required ?? []).flatMap((path) => {
    const parent = path.slice(0, Math.max(path.lastIndexOf("."), 0));
    const counts = parent === "" || (has(inputs, parent) && isKnown(inputs, parent));
    return counts && !has(inputs, path) ? [{ property: path, reason: `${path} is required and was not given` }] : [];
  });
}

function badName(rule: NameRule | undefined, inputs: Properties): readonly CheckFailure[] {
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
