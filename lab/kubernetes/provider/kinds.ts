import { createHash } from "node:crypto";
import { CloudError } from "../../provider/backend";
import type { Properties, PropertyValue } from "../../../facts/properties/values";
import { isObject } from "../../../facts/properties/path";
import { type GroupVersionKind, isPatch, kindOf as knownKindOf, refusalOf } from "../../../facts/kubernetes/kinds";
import type { ObjectRef } from "../client/client";
import type { KubernetesObject } from "../client/objects";

export const releaseType = "kubernetes:helm.sh/v3:Release";

/**
 * The kind that a type token stands for, such as "kubernetes:core/v1:Namespace" or "kubernetes:gateway.networking.k8s.io/v1:Gateway".
 *
 * @throws CloudError for what the provider refuses, and for what the lab's does not do
 */
export function kindOf(token: string): GroupVersionKind {
  if (isPatch(token)) {
    throw new CloudError(
      `${token}: the lab's kubernetes provider does not patch objects that others made; model it in lab/kubernetes/provider/objects.ts`,
    );
  }
  const refusal = refusalOf(token);
  if (refusal !== undefined) throw new CloudError(refusal);
  return knownKindOf(token);
}

/**
 * Kinds without a namespace. The real provider has such a table too: the answer must not depend on a connection.
 * https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/kinds/kinds.go
 */
const clusterScoped: ReadonlySet<string> = new Set([
  "APIService",
  "CSIDriver",
  "ClusterIssuer",
  "ClusterPolicy",
  "ClusterRole",
  "ClusterRoleBinding",
  "ClusterSecretStore",
  "ComputeClass",
  "CustomResourceDefinition",
  "EC2NodeClass",
  "GatewayClass",
  "IngressClass",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "NodePool",
  "PersistentVolume",
  "PriorityClass",
  "RuntimeClass",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeSnapshotClass",
]);

export function isNamespaced({ kind }: GroupVersionKind): boolean {
  return !clusterScoped.has(kind);
}

/** "namespace/name", or "name" where the kind has no namespace. */
export function idOf(object: KubernetesObject): string {
  const { namespace, name = "" } = object.metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

export function refOf(gvk: GroupVersionKind, id: string): ObjectRef {
  const [first = "", second] = id.split("/");
  return second === undefined ? { ...gvk, name: first } : { ...gvk, namespace: first, name: second };
}

/** Who owns the fields that a resource sets. One manager per URN: the server then knows which resource made an object, even where the state does not. */
export function fieldManagerOf(urn: string): string {
  return `pulumi-kubernetes-${createHash("sha256").update(urn).digest("hex").slice(0, 8)}`;
}

/** Inputs are the object as the program wrote it. */
export function toObject(gvk: GroupVersionKind, inputs: Properties): KubernetesObject {
  const { metadata } = inputs;
  return { ...withoutNulls(inputs), ...gvk, metadata: isObject(metadata) ? withoutNulls(metadata) : {} };
}

/** The live object without the server's bookkeeping of field owners, which is longer than the object and read by no program. */
export function outputsOf(live: KubernetesObject): Properties {
  // What the server answers is JSON.
  return { ...live, metadata: without(live.metadata, "managedFields") } as Properties;
}

export function nameOf(inputs: Properties): PropertyValue | undefined {
  const { metadata } = inputs;
  return isObject(metadata) ? (metadata["name"] ?? undefined) : undefined;
}

export function annotation(inputs: Properties, key: string): string | undefined {
  const { metadata } = inputs;
  const annotations = isObject(metadata) ? metadata["annotations"] : undefined;
  const value = isObject(annotations) ? annotations[key] : undefined;
  return typeof value === "string" ? value : undefined;
}

export function without<T extends object, Key extends keyof T & string>(value: T, ...keys: readonly Key[]): Omit<T, Key> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.some((left) => left === key))) as Omit<T, Key>;
}

export function withoutNulls(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
}
