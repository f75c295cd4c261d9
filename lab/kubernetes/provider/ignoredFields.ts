import { isObject, parsePath, valueAt } from "../../../facts/properties/path";
import type { Properties, PropertyValue } from "../../../facts/properties/values";
import type { KubernetesClient } from "../client/client";
import type { KubernetesObject } from "../client/objects";
import { outputsOf, refOf } from "./kinds";

/**
 * What an update sends of the fields whose changes a program ignores: nothing where somebody else alone owns the field, and otherwise the
 * live value, since a field that is left out is taken away from an object whose owner one is.
 * https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/await/await.go (handleSSAIgnoreFields)
 */
export async function withoutIgnoredFields(
  client: KubernetesClient,
  object: KubernetesObject,
  id: string,
  fieldManager: string,
  ignored: readonly string[],
): Promise<KubernetesObject> {
  const paths = ignored.filter((path) => path !== "*").map((path) => parsePath(path).map(String));
  const live = paths.length === 0 ? undefined : await client.get(refOf(object, id));
  if (live === undefined) return object;
  return paths.reduce<KubernetesObject>((sent, path) => {
    const owners = ownersOf(live, path);
    if (owners.length > 0 && !owners.includes(fieldManager)) return replaced(sent, path, undefined);
    const value = valueAt(outputsOf(live), path);
    return value === undefined ? sent : replaced(sent, path, value);
  }, object);
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

function replaced<Whole extends Properties | KubernetesObject>(
  whole: Whole,
  path: readonly string[],
  value: PropertyValue | undefined,
): Whole {
  const [key, ...rest] = path;
  if (key === undefined) return whole;
  const fields: Readonly<Record<string, unknown>> = whole;
  if (rest.length > 0) {
    const inner = fields[key] as PropertyValue | undefined;
    return isObject(inner) ? { ...whole, [key]: replaced(inner, rest, value) } : whole;
  }
  if (value !== undefined) return { ...whole, [key]: value };
  return Object.fromEntries(Object.entries(whole).filter(([name]) => name !== key)) as Whole;
}
