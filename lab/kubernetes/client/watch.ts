import { setTimeout as sleep } from "node:timers/promises";
import { apiError, KubernetesApiError, UnreachableError } from "./transport";
import type { KubernetesObject, ObjectList } from "./objects";

export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK";
  readonly object: KubernetesObject;
}

export interface WatchSource {
  readonly open: (resourceVersion: string) => Promise<AsyncIterable<string>>;
  readonly list: () => Promise<ObjectList>;
  readonly resourceVersion: string | undefined;
  readonly signal: AbortSignal;
}

const retryMs = 500;

/**
 * A watch that outlives its connections. Where the server has forgotten the version to go on from (410), it lists again and
 * reports the difference, so that no deletion is missed.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export async function* watchObjects(source: WatchSource): AsyncGenerator<WatchEvent> {
  const known = new Map<string, KubernetesObject>();
  let version = source.resourceVersion;

  while (!source.signal.aborted) {
    try {
      if (version === undefined) {
        const { items, resourceVersion } = await source.list();
        yield* difference(known, items);
        version = resourceVersion;
      }
      for await (const line of await source.open(version)) {
        const event = parseEvent(line);
        version = event.object.metadata.resourceVersion ?? version;
        if (event.type === "DELETED") known.delete(key(event.object));
        else if (event.type !== "BOOKMARK") known.set(key(event.object), event.object);
        yield event;
      }
    } catch (error) {
      if (source.signal.aborted) return;
      if (error instanceof KubernetesApiError && error.status === 410) version = undefined;
      else if (!isPassing(error)) throw error;
      await pause(source.signal);
    }
  }
}

function* difference(known: Map<string, KubernetesObject>, items: readonly KubernetesObject[]): Generator<WatchEvent> {
  const present = new Map(items.map((item) => [key(item), item]));
  for (const [id, object] of known) {
    if (present.has(id)) continue;
    known.delete(id);
    yield { type: "DELETED", object };
  }
  for (const [id, object] of present) {
    const before = known.get(id);
    known.set(id, object);
    if (before === undefined) yield { type: "ADDED", object };
    else if (before.metadata.resourceVersion !== object.metadata.resourceVersion) yield { type: "MODIFIED", object };
  }
}

/** By uid: an object that was deleted and made again under its name is another one. */
function key(object: KubernetesObject): string {
  return object.metadata.uid ?? `${object.metadata.namespace ?? ""}/${object.metadata.name ?? ""}`;
}

function parseEvent(line: string): WatchEvent {
  const event = JSON.parse(line) as WatchEvent | { readonly type: "ERROR"; readonly object: { readonly code?: number } };
  if (event.type === "ERROR") throw apiError(event.object.code ?? 500, JSON.stringify(event.object));
  return event;
}

/** A connection that broke, or a server that is starting; refusals such as 403 stay. */
function isPassing(error: unknown): boolean {
  if (error instanceof KubernetesApiError) return error.status === 429 || error.status >= 500;
  return error instanceof UnreachableError;
}

async function pause(signal: AbortSignal): Promise<void> {
  await sleep(retryMs, undefined, { signal }).catch(() => undefined);
}
