import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";

export interface ObjectArgs {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: pulumi.Input<string>;
    readonly labels: Record<string, string>;
  };
  /** Everything else of it, such as `spec`. */
  readonly body: pulumi.Inputs;
}

/** What an object of any kind is to others. */
export type KubernetesObject = pulumi.CustomResource & {
  readonly metadata: pulumi.Output<{ readonly name: string; readonly namespace: string }>;
};

type Create = (name: string, args: pulumi.Inputs, opts: pulumi.CustomResourceOptions) => KubernetesObject;

/** Kinds of the core group, whose apiVersion does not name it. */
const coreKinds: Readonly<Record<string, Create>> = {
  ServiceAccount: (name, args, opts) => new ServiceAccount(name, args, opts),
};

/** @throws Error for a kind of the core group that the table has not */
export function createObject(
  name: string,
  { apiVersion, kind, metadata, body }: ObjectArgs,
  opts: pulumi.CustomResourceOptions,
): KubernetesObject {
  if (apiVersion !== "v1") return new CustomResource(name, { apiVersion, kind, metadata, ...body }, opts);
  const create = coreKinds[kind];
  if (create === undefined) throw new Error(`components/kubernetes/object.ts has no row for the core kind ${kind}; add it`);
  return create(name, { metadata, ...body }, opts);
}
