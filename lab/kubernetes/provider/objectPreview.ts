import type { CheckRequest, CreateRequest, Diff, DiffRequest, UpdateRequest } from "../../provider/backend";
import type { Properties } from "../../../facts/properties/values";
import { isObject } from "../../../facts/properties/path";
import type { KubernetesClient } from "../client/client";
import { containsUnknown, formatPaths, overlay } from "./compare";
import { differences, touches } from "../../../facts/kubernetes/compare";
import { isForced, type KubernetesInstance } from "./connection";
import { isMissing, notCreated, notUpdated, toldAs } from "./errors";
import { immutableFields } from "../../../facts/kubernetes/immutable";
import { annotation, fieldManagerOf, idOf, isNamespaced, kindOf, nameOf, outputsOf, refOf, toObject, without } from "./kinds";
import { autonamed, withName, withNamespace } from "./naming";
import { sentObject } from "./sentObject";
import type { Created } from "./objects";
import type { KubernetesObject } from "../client/objects";

export function checkObject(instance: KubernetesInstance, request: CheckRequest): Properties {
  const gvk = kindOf(request.type);
  const named = withName({ ...request.news, ...gvk }, request);
  return isNamespaced(gvk) ? withNamespace(named, instance.settings.namespace) : named;
}

export function diffObject(instance: KubernetesInstance, request: DiffRequest): Diff {
  const { oldInputs, news } = request;
  const changes = differences(oldInputs, news);
  const immutable = immutableFields(kindOf(request.type), instance.settings);
  const replaces = changes.filter((path) => immutable.some((field) => touches(path, field)));
  return {
    changes: formatPaths(changes),
    replaces: formatPaths(replaces),
    // Two objects of one name cannot be there at once; an automatic name makes room for a new one first.
    deleteBeforeReplace: replaces.length > 0 && annotation(news, autonamed) !== "true" && isSameObject(oldInputs, news),
  };
}

function isSameObject(oldInputs: Properties, news: Properties): boolean {
  const namespaceOf = ({ metadata }: Properties): unknown => (isObject(metadata) ? metadata["namespace"] : undefined);
  return nameOf(oldInputs) === nameOf(news) && namespaceOf(oldInputs) === namespaceOf(news);
}

/** What the server would make of the inputs, as far as it can know: namespaces and kinds may come with the same update. */
export async function previewCreate(
  client: KubernetesClient | undefined,
  instance: KubernetesInstance,
  request: CreateRequest,
): Promise<Created> {
  const { inputs, urn } = request;
  const unsure = { id: "", outputs: inputs };
  if (client === undefined || containsUnknown(inputs)) return unsure;
  const object = toObject(kindOf(request.type), inputs);
  const fieldManager = fieldManagerOf(urn);
  return toldAs(notCreated(urn), fieldManager, async () => {
    // An object that is to be replaced is still in the way.
    if (!instance.settings.upsertExistingObjects && (await client.get(refOf(object, idOf(object)))) !== undefined) return unsure;
    const live = await unlessMissing(() => client.apply(object, { fieldManager, dryRun: true, force: isForced(instance, inputs) }));
    return live === undefined ? unsure : { id: "", outputs: withoutIdentity(live) };
  });
}

/** A dry run invents what only the real object will have. */
function withoutIdentity(live: KubernetesObject): Properties {
  const metadata = without(live.metadata, "uid", "resourceVersion", "creationTimestamp", "generation");
  return without(outputsOf({ ...live, metadata }), "status");
}

export async function previewUpdate(
  client: KubernetesClient | undefined,
  instance: KubernetesInstance,
  request: UpdateRequest,
): Promise<Properties> {
  const { news, oldOutputs, urn } = request;
  const expected = overlay(oldOutputs, news);
  if (client === undefined || containsUnknown(news)) return expected;
  const fieldManager = fieldManagerOf(urn);
  const options = { fieldManager, dryRun: true, force: isForced(instance, news) };
  const live = await toldAs(notUpdated(urn), fieldManager, () =>
    unlessMissing(async () => client.apply(await sentObject(client, request), options)),
  );
  return live === undefined ? expected : outputsOf(live);
}

async function unlessMissing<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
