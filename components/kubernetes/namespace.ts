import { Namespace } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import { managedLabels } from "./labels";

/** Of pods, from https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type PodProfile = "restricted" | "privileged";

/**
 * A namespace that admits only pods of its profile.
 *
 * @param profile "privileged" admits everything, for pods that have to reach into their nodes. @default "restricted"
 * @param labels beside those that every namespace of the program has. @default none
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function createNamespace(
  name: string,
  namespace: string,
  partOf: string,
  opts: pulumi.CustomResourceOptions,
  { profile = "restricted", labels = {} }: { readonly profile?: PodProfile; readonly labels?: Readonly<Record<string, string>> } = {},
): Namespace {
  return new Namespace(
    name,
    {
      metadata: {
        name: namespace,
        labels: {
          ...managedLabels(partOf),
          ...labels,
          "pod-security.kubernetes.io/enforce": profile,
          "pod-security.kubernetes.io/audit": profile,
          "pod-security.kubernetes.io/warn": profile,
        },
      },
    },
    opts,
  );
}
