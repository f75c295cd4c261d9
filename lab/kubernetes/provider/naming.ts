import { createHash } from "node:crypto";
import type { CheckRequest } from "../../provider/backend";
import type { Properties } from "../../../facts/properties/values";
import { isObject } from "../../../facts/properties/path";
import { annotation, nameOf } from "./kinds";

export const autonamed = "pulumi.com/autonamed";

/**
 * Gives an object that has no name the one it had, or a new one: "<logical name>-<8 characters>", annotated as automatic, so that a
 * replacement may be made before the old object goes.
 * @see https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming
 */
export function withName(inputs: Properties, request: CheckRequest): Properties {
  if (nameOf(inputs) !== undefined) return inputs;
  const { olds } = request;
  const oldName = olds !== undefined && annotation(olds, autonamed) === "true" ? nameOf(olds) : undefined;
  return annotated({ ...inputs, metadata: { ...metadataOf(inputs), name: oldName ?? autoName(request) } });
}

/** Stable for one planned create: the engine's seed decides. */
export function autoName({ name, urn, randomSeed }: Pick<CheckRequest, "name" | "urn" | "randomSeed">): string {
  return `${name}-${createHash("sha256").update(urn).update(randomSeed).digest("hex").slice(0, 8)}`;
}

export function withNamespace(inputs: Properties, namespace: string): Properties {
  const metadata = metadataOf(inputs);
  return (metadata["namespace"] ?? "") === "" ? { ...inputs, metadata: { ...metadata, namespace } } : inputs;
}

function annotated(inputs: Properties): Properties {
  const metadata = metadataOf(inputs);
  const { annotations } = metadata;
  return { ...inputs, metadata: { ...metadata, annotations: { ...(isObject(annotations) ? annotations : {}), [autonamed]: "true" } } };
}

function metadataOf(inputs: Properties): Properties {
  const { metadata } = inputs;
  return isObject(metadata) ? metadata : {};
}
