import { KubernetesApiError, type Transport } from "./transport";

/** How a kind is addressed in URLs. */
export interface ApiResource {
  /** "deployments" */
  readonly plural: string;
  readonly namespaced: boolean;
}

/**
 * Looks kinds up in the server's discovery documents and remembers the answers; a kind that is missing is asked for again,
 * since its CRD may have been installed in between.
 */
export function createDiscovery(transport: Transport): (apiVersion: string, kind: string) => Promise<ApiResource> {
  const groups = new Map<string, Promise<ReadonlyMap<string, ApiResource>>>();

  const load = async (apiVersion: string): Promise<ReadonlyMap<string, ApiResource>> => {
    const prefix = apiVersion.includes("/") ? "/apis" : "/api";
    const { resources } = await transport.json<ResourceList>("GET", `${prefix}/${apiVersion}`);
    // Subresources are listed too, as "deployments/scale".
    return new Map(
      resources.filter(({ name }) => !name.includes("/")).map(({ kind, name, namespaced }) => [kind, { plural: name, namespaced }]),
    );
  };

  return async (apiVersion, kind) => {
    const loading = groups.get(apiVersion) ?? load(apiVersion);
    groups.set(apiVersion, loading);
    try {
      const found = (await loading).get(kind);
      if (found !== undefined) return found;
    } catch (error) {
      if (groups.get(apiVersion) === loading) groups.delete(apiVersion);
      throw error;
    }
    if (groups.get(apiVersion) === loading) groups.delete(apiVersion);
    throw new KubernetesApiError(
      404,
      "NotFound",
      `no matches for kind "${kind}" in version "${apiVersion}"; is its CustomResourceDefinition installed?`,
      [],
    );
  };
}

interface ResourceList {
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}
