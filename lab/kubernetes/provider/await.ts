import { CloudError } from "../../provider/backend";
import { KubernetesApiError, UnreachableError, type KubernetesClient, type ObjectRef } from "../client/client";
import { diagnose } from "./diagnosis";
import { readinessOf } from "./readiness";
import type { KubernetesObject } from "../client/objects";

/** How long the provider waits unless the resource or its annotation says otherwise. */
export const defaultTimeoutSeconds = 600;

/** Status of related objects is looked at this often, even when the object itself does not change. */
const pollMs = 500;

export interface Patience {
  readonly timeoutSeconds: number;
  /** The engine is interrupted. */
  readonly signal: AbortSignal;
}

/** The object as last seen, and what it still lacks; nothing when it is ready. */
export interface Awaited {
  readonly live: KubernetesObject;
  readonly problem: { readonly message: string; readonly reasons: readonly string[] } | undefined;
}

/** Waits until the object is ready, the time is over or the engine is interrupted. */
export async function untilReady(client: KubernetesClient, applied: KubernetesObject, patience: Patience): Promise<Awaited> {
  const readiness = readinessOf(applied);
  if (readiness === undefined) return { live: applied, problem: undefined };

  let live = applied;
  let missing: readonly string[] = [];
  const end = await watchUntil(client, refTo(applied), patience, async (found) => {
    live = found ?? live;
    missing = found === undefined ? ["the object is gone"] : await readiness(found, client);
    return missing.length === 0;
  });
  if (end === "done") return { live, problem: undefined };
  const { name = "" } = applied.metadata;
  const message =
    end === "interrupted" ? `Resource operation was cancelled for ${JSON.stringify(name)}` : `'${name}' timed out waiting to be Ready`;
  return { live, problem: { message, reasons: [...missing, ...(await diagnose(client, live))] } };
}

/**
 * Waits until the object is gone: finalizers are done, dependents deleted. An object of the same name that was made meanwhile is another one.
 * @throws CloudError when the time is over, naming the finalizers that are left
 */
export async function untilGone(client: KubernetesClient, deleted: KubernetesObject, patience: Patience): Promise<void> {
  let live: KubernetesObject | undefined = deleted;
  const end = await watchUntil(client, refTo(deleted), patience, (found) => {
    live = found?.metadata.uid === deleted.metadata.uid ? found : undefined;
    return live === undefined;
  });
  if (end === "done") return;
  const { name = "", finalizers } = live.metadata;
  const kept =
    Array.isArray(finalizers) && finalizers.length > 0 ? `; finalizers might be preventing deletion (${finalizers.join(", ")})` : "";
  const why = (await diagnose(client, live)).map((line) => `\n  ${line}`).join("");
  throw new CloudError(
    end === "interrupted"
      ? `Resource operation was cancelled for ${JSON.stringify(name)}`
      : `timed out waiting for ${live.kind} ${JSON.stringify(name)} to be deleted${kept}${why}`,
  );
}

type Decision = (found: KubernetesObject | undefined) => boolean | Promise<boolean>;

/** Decides again at every change of the object, and now and then, since what it depends on changes too. */
async function watchUntil(
  client: KubernetesClient,
  ref: ObjectRef,
  { timeoutSeconds, signal }: Patience,
  isDone: Decision,
): Promise<"done" | "late" | "interrupted"> {
  const over = new AbortController();
  const stop = (): void => over.abort();
  const timer = setTimeout(stop, timeoutSeconds * 1000);
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  const changes = changesOf(client, ref, over.signal);
  try {
    while (!over.signal.aborted) {
      if (await decideNow(client, ref, isDone)) return "done";
      await changes.next();
    }
    return signal.aborted ? "interrupted" : "late";
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    stop();
  }
}

/** An API server that is away for a moment has not decided anything. */
async function decideNow(client: KubernetesClient, ref: ObjectRef, isDone: Decision): Promise<boolean> {
  try {
    return await isDone(await client.get(ref));
  } catch (error) {
    if (error instanceof UnreachableError || (error instanceof KubernetesApiError && error.status >= 500)) return false;
    throw error;
  }
}

/** `next` resolves at the first change since the last call, at the latest after `pollMs`, and at once when it is over. */
function changesOf(client: KubernetesClient, ref: ObjectRef, signal: AbortSignal): { next(): Promise<void> } {
  let changed = false;
  let wake = (): void => undefined;
  const notice = (): void => {
    changed = true;
    wake();
  };
  const follow = async (): Promise<void> => {
    const scope = ref.namespace === undefined ? {} : { namespace: ref.namespace };
    for await (const { object } of client.watch(ref.apiVersion, ref.kind, { ...scope, signal })) {
      if (object.metadata.name === ref.name) notice();
    }
  };
  signal.addEventListener("abort", notice, { once: true });
  // Without a watch there is still the poll.
  void follow().catch(() => undefined);
  return {
    async next() {
      if (!changed) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pollMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      changed = false;
    },
  };
}

function refTo({ apiVersion, kind, metadata: { name = "", namespace } }: KubernetesObject): ObjectRef {
  return { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) };
}
