import type * as k8s from "@pulumi/kubernetes";
import { ClusterRoleBinding } from "@pulumi/kubernetes/rbac/v1";
import * as pulumi from "@pulumi/pulumi";

export interface GkeAdministratorsArgs {
  /** IAM members: "user:...", "group:..." or "serviceAccount:...". */
  readonly administrators: readonly string[];
}

/** Makes people and groups administrators inside one GKE cluster; IAM roles could only do so in all clusters of the project. Takes the cluster's Kubernetes provider by its options. */
export class GkeAdministrators extends pulumi.ComponentResource {
  constructor(name: string, { administrators }: GkeAdministratorsArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:cluster:GkeAdministrators", name, {}, opts);

    new ClusterRoleBinding(
      `${name}-binding`,
      {
        metadata: { name: "gateway-fleet-administrators" },
        roleRef: { apiGroup: rbac, kind: "ClusterRole", name: "cluster-admin" },
        subjects: administrators.map(subjectOf),
      },
      { parent: this },
    );

    this.registerOutputs({});
  }
}

const rbac = "rbac.authorization.k8s.io";

/** Google's service accounts are users to Kubernetes, by their email. */
function subjectOf(member: string): k8s.types.input.rbac.v1.Subject {
  const [kind, email = ""] = member.split(":");
  return { apiGroup: rbac, kind: kind === "group" ? "Group" : "User", name: email };
}
