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
import type { KubernetesClient, ObjectRef } from "../client";
import { untilGone, untilReady, type Patience } from "./await";
import { toldAs } from "./errors";
import { objectsOf, type ReleaseSpec } from "./helmCharts";
import { definesOnly, definitionsOf } from "./helmDefinitions";
import { defaultTimeoutSeconds, releaseOf } from "./helmInputs";
import { releaseOutputs } from "./helmOutputs";
import { findRelease, forgetRevisions, recordSecret, type ReleaseRecord } from "./helmRecord";
import type { KubernetesObject } from "../objects";

const fieldManager = "helm";

/**
 * `kubernetes:helm.sh/v3:Release` without a chart repository: the release is recorded as Helm does it, and helmCharts.ts says which objects
 * its values describe. Status and outputs are the real provider's.
 * @see https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/helm_release.go
 */
export async function createRelease(
  client: KubernetesClient,
  request: CreateRequest,
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
    const record = await recordOf(release, request.urn, found?.revision ?? 1);
    const bounds = patience(request.inputs, request.timeoutSeconds, signal);
    try {
      return { id, outputs: await install(client, record, request.inputs, bounds) };
    } catch (error) {
      if (!(error instanceof NotReadyError) || request.inputs["atomic"] !== true) throw error;
      await uninstall(client, record, bounds);
      throw new CloudError(`${error.message}\nthe release has been uninstalled, since it is atomic`);
    }
  });
}

export async function updateRelease(client: KubernetesClient, request: UpdateRequest, signal: AbortSignal): Promise<Properties> {
  const release = releaseOf(request.news);
  return toldAs(`Helm release ${JSON.stringify(request.id)} was not updated`, fieldManager, async () => {
    const before = await findRelease(client, release.namespace, release.name);
    // Somebody has uninstalled it by hand; Helm upgrades what is there and nothing else.
    if (before === undefined) throw new CloudError(`${JSON.stringify(release.name)} has no deployed releases`);
    const record = await recordOf(release, request.urn, before.revision + 1);
    const bounds = patience(request.news, request.timeoutSeconds, signal);
    try {
      return await upgrade(client, before, record, request.news, bounds);
    } catch (error) {
      if (!(error instanceof NotReadyError) || request.news["atomic"] !== true) throw error;
      const back = { ...before, revision: record.revision + 1 };
      await upgrade(client, record, back, { ...request.news, skipAwait: true }, bounds);
      throw new CloudError(`${error.message}\nthe release has been rolled back, since it is atomic`);
    }
  });
}

/** From one revision to the next: what the next one has no more goes last. */
async function upgrade(
  client: KubernetesClient,
  from: ReleaseRecord,
  to: ReleaseRecord,
  inputs: Properties,
  bounds: Patience,
): Promise<Properties> {
  const outputs = await install(client, to, inputs, bounds);
  const kept = new Set(to.objects.map(keyOf));
  await remove(
    client,
    from.objects.filter((ref) => !kept.has(keyOf(ref))),
    bounds,
  );
  await forgetRevisions(client, to.namespace, to.name, to.revision);
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

/** The record comes first: whatever follows is then known to belong to it. */
async function install(client: KubernetesClient, record: ReleaseRecord, inputs: Properties, bounds: Patience): Promise<Properties> {
  await client.apply(recordSecret(record), { fieldManager, force: true });
  const applied = await Promise.all((await contentsOf(record)).map((object) => client.apply(object, { fieldManager, force: true })));
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

async function remove(client: KubernetesClient, refs: readonly ObjectRef[], bounds: Patience): Promise<void> {
  await Promise.all(
    refs.map(async (ref) => {
      const live = await client.get(ref);
      if (live !== undefined && (await client.delete(ref, { propagationPolicy: "Foreground" }))) await untilGone(client, live, bounds);
    }),
  );
}

async function recordOf(release: ReleaseSpec, urn: string, revision: number): Promise<ReleaseRecord> {
  return { ...release, urn, revision, objects: (await contentsOf(release)).map(refTo) };
}

async function contentsOf(release: ReleaseSpec): Promise<readonly KubernetesObject[]> {
  return [...(await definitionsOf(release)), ...(definesOnly(release) ? [] : objectsOf(release))];
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
