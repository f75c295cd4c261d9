import { setTimeout as sleep } from "node:timers/promises";
import {
  CloudError,
  NotReadyError,
  type CreateRequest,
  type DeleteRequest,
  type ReadRequest,
  type ReadResult,
  type UpdateRequest,
} from "../../provider/backend";
import type { Properties, PropertyValue } from "../../../facts/properties/values";
import { isObject } from "../../../facts/properties/path";
import type { KubernetesClient } from "../client/client";
import { defaultTimeoutSeconds, untilGone, untilReady, type Patience } from "./await";
import { pruneObject } from "./compare";
import { isForced, type KubernetesInstance } from "./connection";
import { isUnchanged, liveInputs, managersOf, wouldBe } from "./drift";
import { alreadyExists, isMissing, isUnknownKind, notCreated, notUpdated, toldAs } from "./errors";
import { annotation, fieldManagerOf, idOf, kindOf, outputsOf, refOf, toObject, without } from "./kinds";
import { sentObject } from "./sentObject";
import type { KubernetesObject } from "../client/objects";

export interface Created {
  readonly id: string;
  readonly outputs: Properties;
}

/** A namespace or CRD that another resource is about to make is waited for, as the real provider does. */
const retriesMs = [500, 1_000, 2_000, 4_000, 8_000];

export async function createObject(
  client: KubernetesClient,
  instance: KubernetesInstance,
  request: CreateRequest,
  signal: AbortSignal,
): Promise<Created> {
  const { inputs, urn } = request;
  const object = toObject(kindOf(request.type), inputs);
  const fieldManager = fieldManagerOf(urn);
  const applied = await toldAs(notCreated(urn), fieldManager, () =>
    retryWhileMissing(signal, async () => {
      if (!instance.settings.upsertExistingObjects) await refuseExisting(client, object, fieldManager);
      return client.apply(object, { fieldManager, force: isForced(instance, inputs) });
    }),
  );
  const outputs = await awaitReady(
    client,
    applied,
    request,
    signal,
    `resource ${JSON.stringify(urn)} was successfully created, but the Kubernetes API server`,
  );
  return { id: idOf(applied), outputs };
}

/**
 * An existing object is not taken over. What an interrupted create of this very resource left is the exception: it has the resource's own
 * field manager, and applying the inputs again would change nothing.
 */
async function refuseExisting(client: KubernetesClient, object: KubernetesObject, fieldManager: string): Promise<void> {
  const existing = await client.get(refOf(object, idOf(object)));
  if (existing === undefined) return;
  const { plural } = await client.resource(object.apiVersion, object.kind);
  const isOwn = managersOf(existing).includes(fieldManager);
  if (!isOwn || !(await isUnchanged(client, object, existing, fieldManager))) throw alreadyExists(plural, object.metadata.name ?? "");
}

export async function updateObject(
  client: KubernetesClient,
  instance: KubernetesInstance,
  request: UpdateRequest,
  signal: AbortSignal,
): Promise<Properties> {
  const { news, urn } = request;
  const fieldManager = fieldManagerOf(urn);
  const options = { fieldManager, force: isForced(instance, news) };
  const applied = await toldAs(notUpdated(urn), fieldManager, async () => client.apply(await sentObject(client, request), options));
  return awaitReady(client, applied, { ...request, inputs: news }, signal, "the Kubernetes API server");
}

/** @returns undefined where the object, or its whole kind, is gone */
export async function readObject(client: KubernetesClient, request: ReadRequest): Promise<ReadResult | undefined> {
  const { id, inputs, urn } = request;
  const gvk = kindOf(request.type);
  const live = await toldAs(`failed to read ${request.name}`, fieldManagerOf(urn), () => client.get(refOf(gvk, id)));
  if (live === undefined) return undefined;
  const outputs = outputsOf(live);
  if (Object.keys(inputs).length === 0) return { id, inputs: imported(outputs), outputs };
  const wanted = await wouldBe(client, toObject(gvk, inputs), fieldManagerOf(urn));
  return { id, inputs: wanted === undefined ? pruneObject(outputs, inputs) : liveInputs(inputs, wanted, outputs), outputs };
}

export async function deleteObject(client: KubernetesClient, request: DeleteRequest, signal: AbortSignal): Promise<void> {
  const { id, inputs, urn } = request;
  await toldAs(`delete of resource ${JSON.stringify(urn)} failed`, fieldManagerOf(urn), async () => {
    const ref = refOf(kindOf(request.type), id);
    const live = await client.get(ref);
    if (live === undefined || !(await client.delete(ref, { propagationPolicy: propagation(inputs) }))) return;
    await untilGone(client, live, patience(inputs, request.timeoutSeconds, signal));
  });
}

/** Foreground unless annotated: the object stays until what it made is gone. */
function propagation(inputs: Properties): "Foreground" | "Background" | "Orphan" {
  const policy = annotation(inputs, "pulumi.com/deletionPropagationPolicy")?.toLowerCase();
  return policy === "background" ? "Background" : policy === "orphan" ? "Orphan" : "Foreground";
}

async function awaitReady(
  client: KubernetesClient,
  applied: KubernetesObject,
  request: { readonly inputs: Properties; readonly timeoutSeconds?: number | undefined },
  signal: AbortSignal,
  told: string,
): Promise<Properties> {
  if (annotation(request.inputs, "pulumi.com/skipAwait") === "true") return outputsOf(applied);
  const { live, problem } = await untilReady(client, applied, patience(request.inputs, request.timeoutSeconds, signal));
  const outputs = outputsOf(live);
  if (problem === undefined) return outputs;
  const subject = told.startsWith("resource") ? "it" : JSON.stringify(idOf(live));
  const message = `${told} reported that ${subject} failed to fully initialize or become live: ${problem.message}`;
  throw new NotReadyError(message, { id: idOf(live), outputs }, problem.reasons);
}

function patience(inputs: Properties, timeoutSeconds: number | undefined, signal: AbortSignal): Patience {
  const annotated = Number(annotation(inputs, "pulumi.com/timeoutSeconds"));
  const asked = timeoutSeconds !== undefined && timeoutSeconds > 0 ? timeoutSeconds : annotated > 0 ? annotated : defaultTimeoutSeconds;
  return { timeoutSeconds: asked, signal };
}

/** What of a live object a program would have written, for an import. */
function imported(live: Properties): Properties {
  const { metadata } = live;
  const { name, namespace, labels, annotations } = isObject(metadata) ? metadata : {};
  return { ...without(live, "status"), metadata: definedOnly({ name, namespace, labels, annotations }) };
}

function definedOnly(properties: Readonly<Record<string, PropertyValue | undefined>>): Properties {
  return Object.fromEntries(Object.entries(properties).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

async function retryWhileMissing<T>(signal: AbortSignal, request: () => Promise<T>): Promise<T> {
  for (const delay of retriesMs) {
    try {
      return await request();
    } catch (error) {
      if (!isMissing(error)) throw error;
      await sleep(delay, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) throw error;
    }
  }
  try {
    return await request();
  } catch (error) {
    if (!isUnknownKind(error)) throw error;
    throw new CloudError(
      `creation failed because the Kubernetes API server reported that the apiVersion for this resource does not exist. Verify that any required CRDs have been created: ${(error as Error).message}`,
    );
  }
}
