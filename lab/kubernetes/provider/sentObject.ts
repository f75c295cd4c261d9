import { parsePath, valueAt, withValueAt } from "../../../facts/properties/path";
import type { Properties } from "../../../facts/properties/values";
import type { UpdateRequest } from "../../provider/backend";
import type { KubernetesClient } from "../client/client";
import type { KubernetesObject } from "../client/objects";
import { fieldManagerOf, kindOf, outputsOf, refOf, toObject } from "./kinds";

/**
 * What an update sends. Of the fields whose changes a program ignores that is nothing where somebody else alone owns the field, and otherwise
 * the live value, since a field that its owner leaves out is taken away from the object.
 * https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/await/await.go (handleSSAIgnoreFields)
 */
export async function sentObject(client: KubernetesClient, request: UpdateRequest): Promise<KubernetesObject> {
  const { id, type, urn, news, ignoreChanges = [] } = request;
  const gvk = kindOf(type);
  const paths = ignoreChanges.filter((path) => path !== "*").map(parsePath);
  const live = paths.length === 0 ? undefined : await client.get(refOf(gvk, id));
  if (live === undefined) return toObject(gvk, news);
  const sent = paths.reduce<Properties>((inputs, path) => {
    const owners = ownersOf(live, path.map(String));
    const isOthers = owners.length > 0 && !owners.includes(fieldManagerOf(urn));
    const value = valueAt(outputsOf(live), path);
    return isOthers ? withValueAt(inputs, path, undefined) : value === undefined ? inputs : withValueAt(inputs, path, value);
  }, news);
  return toObject(gvk, sent);
}

interface FieldsOfManager {
  readonly manager?: string;
  readonly fieldsV1?: Properties;
}

/** https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management */
function ownersOf({ metadata: { managedFields } }: KubernetesObject, path: readonly string[]): readonly string[] {
  const entries = Array.isArray(managedFields) ? (managedFields as readonly FieldsOfManager[]) : [];
  const field = path.map((key) => `f:${key}`);
  return entries.flatMap(({ manager, fieldsV1 = {} }) =>
    manager !== undefined && valueAt(fieldsV1, field) !== undefined ? [manager] : [],
  );
}
