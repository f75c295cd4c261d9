import { CloudError } from "../../provider/backend";
import type { CloudDefinition } from "./definition";
import type { Draft, Reference, ReferenceTarget, ResourceModel } from "./model";
import type { CloudResource } from "./store";
import { select, text } from "../../../facts/properties/select";

/** Throws the cloud's error for an input that refers to something it does not hold. */
export function checkReferences(definition: CloudDefinition, model: ResourceModel, draft: Draft): void {
  for (const reference of model.refs ?? []) {
    for (const { path, value } of select(draft.inputs, reference.path)) {
      if (typeof value !== "string" || reference.outside?.test(value) === true || find(draft, reference, value) !== undefined) continue;
      const type = reference.to[0]?.type ?? "";
      throw new CloudError(definition.errors.missing(draft, { path, value, type }));
    }
  }
}

function find(draft: Draft, reference: Reference, value: string): CloudResource | undefined {
  for (const target of reference.to) {
    const found = draft.cloud.byType(target.type).find((resource) => matches(resource, target, value));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Azure compares names and ids without case; no other cloud has two that differ only by it. */
function matches(resource: CloudResource, { output }: ReferenceTarget, value: string): boolean {
  const actual = output === "id" ? resource.id : text(resource.outputs, output);
  return actual.toLowerCase() === value.toLowerCase();
}
