export interface GroupVersionKind {
  /** "apps/v1"; "v1" for the core group. */
  readonly apiVersion: string;
  readonly kind: string;
}

/**
 * The kind that a type token stands for, such as "kubernetes:core/v1:Namespace" or "kubernetes:gateway.networking.k8s.io/v1:Gateway".
 *
 * @throws Error for what the provider refuses, and for a patch, of which nothing is known
 */
export function kindOf(token: string): GroupVersionKind {
  const refusal = refusalOf(token);
  if (refusal !== undefined) throw new Error(refusal);
  if (isPatch(token)) throw new Error(`nothing is known about changes of ${token}, which patches an object that others made`);
  const [, groupVersion = "", kind = ""] = token.split(":");
  return { apiVersion: groupVersion.replace(/^core\//, ""), kind };
}

/** Whether a type stands for some fields of an object that somebody else has made. */
export function isPatch(token: string): boolean {
  return token.endsWith("Patch");
}

/** The provider's words about a type that it never makes. */
export function refusalOf(token: string): string | undefined {
  return token.endsWith("List")
    ? "list resources exist for compatibility with YAML manifests and Helm charts, and cannot be created directly. Use the underlying resource type instead"
    : undefined;
}
