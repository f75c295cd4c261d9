import { Agent } from "node:https";
import { createDiscovery, type ApiResource } from "./discovery";
import { KubernetesApiError, openTransport, type KubernetesTarget } from "./transport";
import { watchObjects, type WatchEvent } from "./watch";
import type { KubernetesObject, ObjectList } from "./objects";

export { KubernetesApiError, UnreachableError } from "./transport";
export type { KubernetesTarget } from "./transport";
export type { WatchEvent } from "./watch";

/** One object by name. The namespace of a namespaced kind defaults to "default". */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export interface ApplyOptions {
  readonly fieldManager: string;
  /** Takes fields over from other managers instead of failing with a conflict (409). @default false */
  readonly force?: boolean;
  /** The server validates, defaults and admits, and stores nothing. @default false */
  readonly dryRun?: boolean;
  /** Strict: an unknown field is an error. @default "Strict" */
  readonly fieldValidation?: "Strict" | "Warn";
}

/**
 * A connection to one API server. Every method rejects with a KubernetesApiError where the server refuses,
 * and with an UnreachableError where no connection comes about.
 */
export interface KubernetesClient {
  /** Server-side apply: creates or updates. https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
  apply(object: KubernetesObject, options: ApplyOptions): Promise<KubernetesObject>;
  /** Undefined where there is no such object, or no such kind (a CRD that is not installed). */
  get(ref: ObjectRef): Promise<KubernetesObject | undefined>;
  /** All namespaces unless one is named. */
  list(apiVersion: string, kind: string, options?: ListOptions): Promise<ObjectList>;
  /** False where there was no such object. Resolves when the server has accepted the deletion, not when finalizers are done. */
  delete(ref: ObjectRef, options?: DeleteOptions): Promise<boolean>;
  /** JSON merge patch of the status subresource: `{ status: { ... } }`. */
  patchStatus(ref: ObjectRef, patch: object): Promise<KubernetesObject>;
  /** JSON merge patch: null removes a field. */
  mergePatch(ref: ObjectRef, patch: object): Promise<KubernetesObject>;
  /**
   * Changes from `resourceVersion` on; without it, first an ADDED of everything there is. Reconnects by itself, also over an outage of
   * the API server, until `signal` aborts; then the iteration ends.
   */
  watch(
    apiVersion: string,
    kind: string,
    options: { readonly namespace?: string; readonly resourceVersion?: string; readonly signal: AbortSignal },
  ): AsyncIterable<WatchEvent>;
  /** @throws KubernetesApiError with status 404 where the server does not know the kind */
  resource(apiVersion: string, kind: string): Promise<ApiResource>;
  /** Such as "v1.35.0": the emulated version where the server emulates an older one. */
  version(): Promise<string>;
  /** Whether the server has finished its own start. False also while it says that it has not. */
  isReady(): Promise<boolean>;
  /** Ends the idle connections. */
  close(): void;
}

export interface DeleteOptions {
  /** What happens to the objects it owns. @default "Background" */
  readonly propagationPolicy?: "Foreground" | "Background" | "Orphan";
  /** 0 deletes at once. @default the object's own */
  readonly gracePeriodSeconds?: number;
}

export interface ListOptions {
  readonly namespace?: string;
  /** "app=gateway" */
  readonly labelSelector?: string;
  /** "spec.nodeName=node-1" */
  readonly fieldSelector?: string;
}

export function connect(target: KubernetesTarget): KubernetesClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 32, ca: target.caCertificate });
  const transport = openTransport(target, agent);
  const resource = createDiscovery(transport);

  const collection = async (apiVersion: string, kind: string, namespace?: string): Promise<string> => {
    const { plural, namespaced } = await resource(apiVersion, kind);
    return `${groupPath(apiVersion)}${namespaced && namespace !== undefined ? `/namespaces/${namespace}` : ""}/${plural}`;
  };
  const path = async (ref: ObjectRef): Promise<string> =>
    `${await collection(ref.apiVersion, ref.kind, ref.namespace ?? "default")}/${encodeURIComponent(ref.name)}`;
  const list: KubernetesClient["list"] = async (apiVersion, kind, options = {}) => {
    const query = new URLSearchParams();
    if (options.labelSelector !== undefined) query.set("labelSelector", options.labelSelector);
    if (options.fieldSelector !== undefined) query.set("fieldSelector", options.fieldSelector);
    const found = await transport.json<ListResponse>("GET", `${await collection(apiVersion, kind, options.namespace)}?${query.toString()}`);
    // The server leaves both out of a list's items.
    return { items: found.items.map((item) => ({ ...item, apiVersion, kind })), resourceVersion: found.metadata.resourceVersion };
  };

  return {
    list,
    resource,
    async apply(object, options) {
      const name = object.metadata.name;
      if (name === undefined) throw new TypeError(`server-side apply of a ${object.kind} needs metadata.name`);
      const { apiVersion, kind } = object;
      const namespace = object.metadata.namespace ?? "default";
      const query = new URLSearchParams({ fieldManager: options.fieldManager, fieldValidation: options.fieldValidation ?? "Strict" });
      if (options.force === true) query.set("force", "true");
      if (options.dryRun === true) query.set("dryRun", "All");
      return transport.json("PATCH", `${await path({ apiVersion, kind, name, namespace })}?${query.toString()}`, {
        type: "application/apply-patch+yaml",
        value: object,
      });
    },
    get: (ref) => unlessMissing(async () => transport.json<KubernetesObject>("GET", await path(ref))),
    async delete(ref, options = {}) {
      const body = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy: "Background", ...options };
      const answer = await unlessMissing(async () =>
        transport.json<object>("DELETE", await path(ref), { type: "application/json", value: body }),
      );
      return answer !== undefined;
    },
    patchStatus: async (ref, patch) =>
      transport.json("PATCH", `${await path(ref)}/status`, { type: "application/merge-patch+json", value: patch }),
    mergePatch: async (ref, patch) => transport.json("PATCH", await path(ref), { type: "application/merge-patch+json", value: patch }),
    watch: (apiVersion, kind, options) =>
      watchObjects({
        open: async (resourceVersion) => {
          const query = new URLSearchParams({ watch: "1", allowWatchBookmarks: "true", resourceVersion });
          return transport.lines(`${await collection(apiVersion, kind, options.namespace)}?${query.toString()}`, options.signal);
        },
        list: () => list(apiVersion, kind, options),
        resourceVersion: options.resourceVersion,
        signal: options.signal,
      }),
    version: async () => {
      const { gitVersion, minor, emulationMajor, emulationMinor } = await transport.json<VersionResponse>("GET", "/version");
      return emulationMinor === undefined || emulationMinor === minor ? gitVersion : `v${emulationMajor}.${emulationMinor}.0`;
    },
    isReady: async () => (await transport.status("/readyz")) === 200,
    close: () => agent.destroy(),
  };
}

interface ListResponse {
  readonly items: KubernetesObject[];
  readonly metadata: { readonly resourceVersion: string };
}

/** https://kubernetes.io/docs/concepts/cluster-administration/compatibility-version/ */
interface VersionResponse {
  readonly gitVersion: string;
  readonly minor: string;
  readonly emulationMajor?: string;
  readonly emulationMinor?: string;
}

/** "/api/v1" for the core group, "/apis/apps/v1" for the others. */
export function groupPath(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

async function unlessMissing<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof KubernetesApiError && error.status === 404) return undefined;
    throw error;
  }
}
