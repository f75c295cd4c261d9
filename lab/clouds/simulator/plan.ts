import { factsOf, type ResourceType } from "../../../facts";
import { changedPaths } from "../../../facts/change/changedPaths";
import type { ResourceFacts } from "../../../facts/resource";
import type { Diff, DiffRequest } from "../../provider/backend";
import { UNKNOWN, type Properties, type PropertyValue } from "../../../facts/properties/values";
import { formatPath } from "../../../facts/properties/path";
import { deletesOldFirst, matching } from "../../../facts/change/rules";
import type { CloudDefinition } from "./definition";
import type { ResourceModel, Subject } from "./model";

/** What a change of inputs means: an update in place, or another resource, and which of the two goes first. */
export function planChange(
  definition: CloudDefinition,
  type: ResourceType,
  { oldInputs, news }: Pick<DiffRequest, "oldInputs" | "news">,
): Diff {
  const facts = factsOf(type);
  const changed = changedPaths(facts, oldInputs, news);
  const replaces = matching(facts.replaces, { olds: oldInputs, news, changed });
  return {
    changes: [...new Set([...changed.map(formatPath), ...replaces])],
    replaces,
    deleteBeforeReplace: replaces.length > 0 && deletesOldFirst(facts.deletesFirst, oldInputs, withoutAutoName(definition, facts, news)),
  };
}

function withoutAutoName(definition: CloudDefinition, { name }: ResourceFacts, inputs: Properties): Properties {
  if (name === undefined || !definition.isAutoNamed(inputs, name.property)) return inputs;
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== name.property));
}

/** Outputs of a resource that a preview creates: the inputs, and an unknown for each value that the cloud decides. */
export function plannedOutputs(model: ResourceModel, inputs: Properties): Properties {
  const computed = Object.keys(model.outputs ?? {}).map((key) => [key, UNKNOWN] as const);
  return { ...visible(inputs), ...Object.fromEntries(computed) };
}

/** Outputs of a resource that exists. */
export function computedOutputs(model: ResourceModel, subject: Subject): Properties {
  const outputs: Record<string, PropertyValue> = { ...visible(subject.inputs) };
  for (const [key, compute] of Object.entries(model.outputs ?? {})) {
    const value = subject.inputs[key] === UNKNOWN ? UNKNOWN : compute(subject);
    if (value !== undefined) outputs[key] = value;
  }
  return outputs;
}

function visible(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith("__")));
}
