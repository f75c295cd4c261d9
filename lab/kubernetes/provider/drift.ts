import { isDeepStrictEqual } from "node:util";
import type { Properties, PropertyValue } from "../../../facts/properties/values";
import { isList, isObject } from "../../../facts/properties/path";
import { KubernetesApiError, type KubernetesClient } from "../client/client";
import { outputsOf, without } from "./kinds";
import type { KubernetesObject } from "../client/objects";

/**
 * What the server would make of an object now, taking every field back: it writes quantities, defaults and ports in forms of its own, so only
 * it can say what differs. Undefined where it would refuse.
 */
export async function wouldBe(client: KubernetesClient, object: KubernetesObject, fieldManager: string): Promise<Properties | undefined> {
  try {
    return outputsOf(await client.apply(object, { fieldManager, dryRun: true, force: true }));
  } catch (error) {
    if (error instanceof KubernetesApiError) return undefined;
    throw error;
  }
}

/** The inputs as they are, except where the live object differs from what they would make of it. Fields they do not speak of stay out. */
export function liveInputs(inputs: Properties, wanted: Properties, live: Properties): Properties {
  const found: Record<string, PropertyValue> = {};
  for (const [key, input] of Object.entries(inputs)) {
    const value = liveInput(input, wanted[key], live[key]);
    if (value !== undefined) found[key] = value;
  }
  return found;
}

function liveInput(input: PropertyValue, wanted: PropertyValue | undefined, live: PropertyValue | undefined): PropertyValue | undefined {
  if (input === null || isDeepStrictEqual(wanted, live)) return input;
  if (isObject(input) && isObject(wanted) && isObject(live)) return liveInputs(input, wanted, live);
  if (isList(input) && isList(wanted) && isList(live) && input.length === live.length) {
    return input.map((item, index) => liveInput(item, wanted[index], live[index]) ?? null);
  }
  return live;
}

/** Whether applying an object would leave the live one as it is. Another manager's claim on one of its fields is a difference. */
export async function isUnchanged(
  client: KubernetesClient,
  object: KubernetesObject,
  live: KubernetesObject,
  fieldManager: string,
): Promise<boolean> {
  try {
    const result = await client.apply(object, { fieldManager, dryRun: true });
    return isDeepStrictEqual(substance(result), substance(live));
  } catch (error) {
    if (error instanceof KubernetesApiError) return false;
    throw error;
  }
}

function substance(object: KubernetesObject): Properties {
  return without(outputsOf({ ...object, metadata: without(object.metadata, "generation", "resourceVersion") }), "status");
}

export function managersOf({ metadata: { managedFields } }: KubernetesObject): readonly string[] {
  return Array.isArray(managedFields) ? (managedFields as readonly { readonly manager?: string }[]).map(({ manager = "" }) => manager) : [];
}
