import { CloudError } from "../../provider/backend";
import { KubernetesApiError, UnreachableError } from "../client/client";

const conflictGuide =
  "https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/#handle-field-conflicts-on-existing-resources";

/** Runs a request, its refusal told as the real provider tells it: `what` first, then the server's words, then one line per field. */
export async function toldAs<T>(what: string, manager: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof UnreachableError) throw new CloudError(`${what}: ${error.message}`);
    if (!(error instanceof KubernetesApiError)) throw error;
    throw new CloudError(`${what}: ${refusal(error, manager)}`);
  }
}

function refusal(error: KubernetesApiError, manager: string): string {
  const fields = error.causes.filter((cause) => !error.message.includes(cause)).map((cause) => `\n  ${cause}`);
  if (error.status !== 409 || error.reason === "AlreadyExists") return `${error.message}${fields.join("")}`;
  return (
    `server-side apply field conflict detected, see ${conflictGuide} for troubleshooting help\n` +
    `The resource managed by field manager ${JSON.stringify(manager)} had an apply conflict: ${error.message}${fields.join("")}`
  );
}

export function isMissing(error: unknown): error is KubernetesApiError {
  return error instanceof KubernetesApiError && error.status === 404;
}

/** The object's kind, not its namespace, is what the server does not know. */
export function isUnknownKind(error: unknown): boolean {
  return (
    isMissing(error) && (error.message.startsWith("no matches for kind") || error.message.includes("could not find the requested resource"))
  );
}

export function alreadyExists(collection: string, name: string): CloudError {
  return new CloudError(
    `${collection} ${JSON.stringify(name)} already exists\n\n` +
      "The resource already exists in the cluster. This can happen when:\n\n" +
      "  - Renaming a Pulumi resource: use an alias to preserve the identity,\n" +
      "    or use deleteBeforeReplace if the resource needs replacement.\n" +
      "  - Managing an existing resource: use a Patch resource (e.g. NamespacePatch)\n" +
      "    to manage specific fields without owning the resource lifecycle.\n" +
      "  - Adopting a resource into Pulumi: use `pulumi import`. Note that\n" +
      "    protected resources (e.g. kube-system) cannot be deleted on destroy.\n" +
      "  - Intentional upsert: set upsertExistingObjects on the provider to allow\n" +
      "    server-side apply to update existing objects on create.",
  );
}

export function notCreated(urn: string): string {
  return `resource ${JSON.stringify(urn)} was not successfully created by the Kubernetes API server`;
}

export function notUpdated(urn: string): string {
  return `update of resource ${JSON.stringify(urn)} failed`;
}
