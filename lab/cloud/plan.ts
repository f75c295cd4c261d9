import { UNKNOWN, type Diff, type DiffRequest, type Properties, type PropertyValue } from "../provider/backend";
import { formatPath, type PathKeys } from "../provider/propertyPath";
import type { CloudDefinition } from "./definition";
import { differences } from "./differences";
import type { ResourceModel, Subject } from "./model";
import { has, isWithin, text } from "./values";

/** What a change of inputs means: an update in place, or another resource, and which of the two goes first. */
export function planChange(
  definition: CloudDefinition,
  model: ResourceModel,
  { oldInputs, news }: Pick<DiffRequest, "oldInputs" | "news">,
): Diff {
  const changed = changedPaths(model, oldInputs, news);
  const replaces = [
    ...new Set([
      ...changed.filter((keys) => isCreateOnly(model, keys)).map(formatPath),
      ...changedBlocks(model, oldInputs, news),
      ...(model.replacesWhen?.(oldInputs, news) ?? []),
    ]),
  ];
  const changes = [...new Set([...changed.map(formatPath), ...replaces])];
  return { changes, replaces, deleteBeforeReplace: replaces.length > 0 && deletesFirst(definition, model, oldInputs, news) };
}

export function changedPaths(model: ResourceModel, olds: Properties, news: Properties): readonly PathKeys[] {
  const canonical = model.canonical ?? ((inputs: Properties) => inputs);
  const changed = differences(canonical(olds), canonical(news), model.sets);
  const kept = (model.keptWhenUnsaid ?? []).filter((path) => !has(news, path));
  return changed.filter((keys) => !kept.some((path) => isWithin(keys, path)));
}

function isCreateOnly(model: ResourceModel, keys: PathKeys): boolean {
  return (model.createOnly ?? []).some((path) => isWithin(keys, path));
}

function changedBlocks(model: ResourceModel, olds: Properties, news: Properties): readonly string[] {
  return (model.createOnlyBlocks ?? []).filter((path) => has(olds, path) !== has(news, path));
}

function deletesFirst(definition: CloudDefinition, model: ResourceModel, olds: Properties, news: Properties): boolean {
  const autoNamed = model.name !== undefined && definition.isAutoNamed(news, model.name.property);
  return model.deleteBeforeReplace === true || definition.deletesFirst({ model, olds, news, autoNamed });
}

/** An explicit name that stays the same is taken until the old resource is gone. */
export function keepsExplicitName({
  model,
  olds,
  news,
  autoNamed,
}: {
  readonly model: ResourceModel;
  readonly olds: Properties;
  readonly news: Properties;
  readonly autoNamed: boolean;
}): boolean {
  if (model.name === undefined || autoNamed) return false;
  const name = text(news, model.name.property);
  return name !== "" && name === text(olds, model.name.property);
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
