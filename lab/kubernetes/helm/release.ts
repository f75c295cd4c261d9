import {
  CloudError,
  NotReadyError,
  type CreateRequest,
  type DeleteRequest,
  type ReadRequest,
  type ReadResult,
  type UpdateRequest,
} from "../../provider/backend";
import type { Properties } from "../../../facts/properties/values";
import type { KubernetesClient, ObjectRef } from "../client/client";
import type { KubernetesObject } from "../client/objects";
import { untilGone, untilReady, type Patience } from "../provider/await";
import { toldAs } from "../provider/errors";
import type { ReleaseSpec } from "./chart";
import { definitionsOf } from "./definitions";
import { defaultTimeoutSeconds, releaseOf } from "./inputs";
import { objectsOf } from "./objects";
import { releaseOutputs } from "./outputs";
import { findRelease, forgetRevisions, recordSecret, type ReleaseRecord } from "./record";

const fieldManager = "helm";

/**
 * `kubernetes:helm.sh/v3:Release` without a chart repository: the release is recorded as Helm does it, and charts says which objects
 * its values describe. Status and outputs are the real provider's.
 * @see https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/helm_release.go
 *
 * @param authority of what answers behind Services, as PEM
 */
export async function createRelease(
  client: KubernetesClient,
  request: CreateRequest,
  authority: string,
  signal: AbortSignal,
): Promise<{ readonly id: string; readonly outputs: Properties }> {
  const release = releaseOf(request.inputs);
  const id = `${release.namespace}/${release.name}`;
  return toldAs(`Helm release ${JSON.stringify(id)} was not created`, fieldManager, async () => {
    const found = await findRelease(client, release.namespace, release.name);
    // An interrupted create of this very resource has left it.
    if (found !== undefined && found.urn !== request.urn)
      throw new CloudError(`Helm release ${JSON.stringify(id)}: cannot re-use a name that is still in use`);
    if (request.inputs["createNamespace"] === true) {
      await client.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: release.namespace } }, { fieldManager });
    }
    const revision = await revisionOf(release, authority, request.urn, found?.revision ?? 1);
    const bounds = patience(request.inputs, request.timeoutSeconds, signal);
    try {
      return { id, outputs: await install(client, revision, request.inputs, bounds) };
    } catch (error) {
      if (!(error instanceof NotReadyError) || request.inputs["atomic"] !== true) throw error;
      await uninstall(client, revision.record, bounds);
      throw new CloudError(`${error.message}\nthe release has been uninstalled, since it is atomic`);
    }
  });
}

/** @param authority of what answers behind Services, as PEM */
export async function updateRelease(
  client: KubernetesClient,
  request: UpdateRequest,
  authority: string,
  signal: AbortSignal,
): Promise<Properties> {
  const release = releaseOf(request.news);
  return toldAs(`Helm release ${JSON.stringify(request.id)} was not updated`, fieldManager, async () => {
    const before = await findRelease(client, release.namespace, release.name);
    // Somebody has uninstalled it by hand; Helm upgrades what is there and nothing else.
    if (before === undefined) throw new CloudError(`${JSON.stringify(release.name)} has no deployed releases`);
    const next = await revisionOf(release, authority, request.urn, before.revision + 1);
    const bounds = patience(request.news, request.timeoutSeconds, signal);
    try {
      return await upgrade(client, before, next, request.news, bounds);
    } catch (error) {
      if (!(error instanceof NotReadyError) || request.news["atomic"] !== true) throw error;
      const back = await revisionOf(before, authority, before.urn, next.record.revision + 1);
      await upgrade(client, next.record, back, { ...request.news, skipAwait: true }, bounds);
      throw new CloudError(`${error.message}\nthe release has been rolled back, since it is atomic`);
    }
  });
}

/** From one revision to the next: what the next one has no more goes last. */
async function upgrade(
  client: KubernetesClient,
  from: ReleaseRecord,
  to: Revision,
  inputs: Properties,
  bounds: Patience,
): Promise<Properties> {
  const outputs = await install(client, to, inputs, bounds);
  const { namespace, name, revision, objects } = to.record;
  const kept = new Set(objects.map(keyOf));
  await remove(
    client,
    from.objects.filter((ref) => !kept.has(keyOf(ref))),
    bounds,
  );
  await forgetRevisions(client, namespace, name, revision);
  return outputs;
}

export async function readRelease(client: KubernetesClient, request: ReadRequest): Promise<ReadResult | undefined> {
  const [namespace = "", name = ""] = request.id.split("/");
  return toldAs(`failed to read the Helm release ${request.id}`, fieldManager, async () => {
    const record = await findRelease(client, namespace, name);
    if (record === undefined) return undefined;
    const { chart, version, values } = record;
    const inputs = Object.keys(request.inputs).length > 0 ? request.inputs : { chart, version, values, name, namespace };
    return { id: request.id, inputs, outputs: releaseOutputs(record, inputs) };
  });
}

export async function deleteRelease(client: KubernetesClient, request: DeleteRequest, signal: AbortSignal): Promise<void> {
  const [namespace = "", name = ""] = request.id.split("/");
  await toldAs(`Helm release ${JSON.stringify(request.id)} was not deleted`, fieldManager, async () => {
    const record = await findRelease(client, namespace, name);
    if (record !== undefined) await uninstall(client, record, patience(request.inputs, request.timeoutSeconds, signal));
  });
}

/** A release as it shall be: its record, and the objects that are in it by name. */
interface Revision {
  readonly record: ReleaseRecord;
  readonly objects: readonly KubernetesObject[];
}

async function revisionOf(release: ReleaseSpec, authority: string, urn: string, revision: number): Promise<Revision> {
  const objects = [...(await definitionsOf(release)), ...objectsOf(release, authority)];
  return { record: { ...release, urn, revision, objects: objects.map(refTo) }, objects };
}

/** The record comes first: whatever follows is then known to belong to it. */
async function install(client: KubernetesClient, { record, objects }: Revision, inputs: Properties, bounds: Patience): Promise<Properties> {
  await client.apply(recordSecret(record), { fieldManager, force: true });
  const applied = await Promise.all(objects.map((object) => client.apply(object, { fieldManager, force: true })));
  const outputs = releaseOutputs(record, inputs);
  if (inputs["skipAwait"] === true) return outputs;

  const awaited = await Promise.all(applied.map((object) => untilReady(client, object, bounds)));
  const reasons = awaited.flatMap(({ problem }) => (problem === undefined ? [] : [problem.message, ...problem.reasons]));
  if (reasons.length === 0) return outputs;
  const id = `${record.namespace}/${record.name}`;
  const message = `Helm release ${JSON.stringify(id)} was created, but failed to initialize completely. Use Helm CLI to investigate`;
  throw new NotReadyError(message, { id, outputs }, reasons);
}

/** The record goes last, so that what was interrupted still knows what is left. */
async function uninstall(client: KubernetesClient, { namespace, name, objects }: ReleaseRecord, bounds: Patience): Promise<void> {
  await remove(client, objects, bounds);
  await forgetRevisions(client, namespace, name);
}

/** Webhooks first, as Helm does it: https://github.com/helm/helm/blob/main/pkg/release/v1/util/kind_sorter.go (UninstallOrder) */
async function remove(client: KubernetesClient, refs: readonly ObjectRef[], bounds: Patience): Promise<void> {
  const isWebhook = ({ kind }: ObjectRef): boolean => kind.endsWith("WebhookConfiguration");
  for (const round of [refs.filter(isWebhook), refs.filter((ref) => !isWebhook(ref))])
    await Promise.all(round.map((ref) => removeUnlessKept(client, ref, bounds)));
}

/** https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource */
async function removeUnlessKept(client: KubernetesClient, ref: ObjectRef, bounds: Patience): Promise<void> {
  const live = await client.get(ref);
  if (live === undefined || live.metadata.annotations?.["helm.sh/resource-policy"] === "keep") return;
  if (await client.delete(ref, { propagationPolicy: "Foreground" })) await untilGone(client, live, bounds);
}

function patience(inputs: Properties, timeoutSeconds: number | undefined, signal: AbortSignal): Patience {
  const { timeout } = inputs;
  return { timeoutSeconds: timeoutSeconds ?? (typeof timeout === "number" && timeout > 0 ? timeout : defaultTimeoutSeconds), signal };
}

function refTo({ apiVersion, kind, metadata: { name = "", namespace } }: KubernetesObject): ObjectRef {
  return { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) };
}

function keyOf({ apiVersion, kind, namespace = "", name }: ObjectRef): string {
  return [apiVersion, kind, namespace, name].join(" ");
}
