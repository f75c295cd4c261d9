import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ObjectMeta } from "./workload";

/** An identity of the workload's own; it gets no token, because the workload does not call the Kubernetes API. */
export function createServiceAccount(name: string, metadata: ObjectMeta, opts: pulumi.CustomResourceOptions): k8s.core.v1.ServiceAccount {
  return new k8s.core.v1.ServiceAccount(name, { metadata, automountServiceAccountToken: false }, opts);
}
