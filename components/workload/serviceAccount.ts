import { ServiceAccount } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { ObjectMeta } from "../kubernetes/objectMeta";

/** An identity of the workload's own; it gets no token, because the workload does not call the Kubernetes API. */
export function createServiceAccount(name: string, metadata: ObjectMeta, opts: pulumi.CustomResourceOptions): ServiceAccount {
  return new ServiceAccount(name, { metadata, automountServiceAccountToken: false }, opts);
}
