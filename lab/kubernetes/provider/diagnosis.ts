import type { Event, Pod } from "kubernetes-types/core/v1";
import type { KubernetesClient } from "../client/client";
import type { KubernetesObject } from "../client/objects";

/** Lines of one message; a fleet's worth of pods usually fails for one reason. */
const mostLines = 8;

/**
 * Why an object does not become ready, as `kubectl describe` would tell: what its pods wait for, and the warnings that were
 * recorded for it and for what it made.
 */
export async function diagnose(client: KubernetesClient, object: KubernetesObject): Promise<readonly string[]> {
  const { namespace, name } = object.metadata;
  if (namespace === undefined || name === undefined) return [];
  try {
    const [pods, events] = await Promise.all([podsOf(client, object, namespace), client.list("v1", "Event", { namespace })]);
    const recent = (events.items as unknown as Event[])
      .filter((event) => event.type === "Warning" && isAbout(event.involvedObject.name ?? "", name))
      .map(({ reason = "", message = "" }) => `[${reason}] ${message}`);
    return [...new Set([...pods.flatMap(troubles), ...recent])].slice(0, mostLines);
  } catch {
    // The diagnosis accompanies another error, which must not be lost to this one.
    return [];
  }
}

/** ReplicaSets and pods of "web" are called "web-5d8f..." and "web-5d8f...-x2z". */
function isAbout(involved: string, name: string): boolean {
  return involved === name || involved.startsWith(`${name}-`);
}

async function podsOf(client: KubernetesClient, object: KubernetesObject, namespace: string): Promise<readonly Pod[]> {
  const { selector } = (object["spec"] ?? {}) as { readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> } };
  const labels = Object.entries(selector?.matchLabels ?? {});
  if (labels.length === 0) return [];
  const { items } = await client.list("v1", "Pod", { namespace, labelSelector: labels.map(([key, value]) => `${key}=${value}`).join(",") });
  return items as unknown as Pod[];
}

function troubles({ metadata, status }: Pod): readonly string[] {
  const pod = `Pod ${metadata?.name ?? ""}`;
  const unmet = (status?.conditions ?? [])
    .filter((condition) => condition.status === "False" && condition.message !== undefined && condition.type !== "Ready")
    .map(({ reason = "", message = "" }) => `${pod}: [${reason}] ${message}`);
  const waiting = (status?.containerStatuses ?? []).flatMap(({ name, state }) =>
    state?.waiting === undefined
      ? []
      : [`${pod}: container ${name} is waiting: [${state.waiting.reason ?? ""}] ${state.waiting.message ?? ""}`],
  );
  return [...unmet, ...waiting];
}
