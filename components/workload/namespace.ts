import { Namespace } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import { managedLabels } from "./labels";

/**
 * A namespace that admits only pods of the "restricted" profile.
 *
 * @param labels beside those that every namespace of the program has
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function createNamespace(
  name: string,
  namespace: string,
  partOf: string,
  opts: pulumi.CustomResourceOptions,
  labels: Readonly<Record<string, string>> = {},
): Namespace {
  return new Namespace(
    name,
    {
      metadata: {
        name: namespace,
        labels: {
          ...managedLabels(partOf),
          ...labels,
          "pod-security.kubernetes.io/enforce": "restricted",
          "pod-security.kubernetes.io/audit": "restricted",
          "pod-security.kubernetes.io/warn": "restricted",
        },
      },
    },
    opts,
  );
}
