import * as projects from "@pulumi/gcp/projects";
import type * as pulumi from "@pulumi/pulumi";
import type { GoogleIdentity } from "../../plan/model/identity";
import type { GkeCluster } from "../cluster/gke";
import type { Identity } from "./index";

/** Grants of a project to one service account of one cluster, which is a principal itself. */
export function createGkeIdentity(
  name: string,
  plan: GoogleIdentity,
  { cluster }: { readonly cluster: GkeCluster },
  opts: pulumi.CustomResourceOptions,
): Identity {
  const permissions = plan.grants.map(
    ({ role, condition }, index) =>
      new projects.IAMMember(
        `${name}-grant${index === 0 ? "" : `-${index + 1}`}`,
        { project: plan.project, role, member: memberOf(plan), condition },
        // The project's pool of identities comes with its first cluster.
        { ...opts, dependsOn: [cluster] },
      ),
  );
  return { permissions, annotations: {}, labels: {} };
}

/** https://docs.cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#kubernetes-sa-to-iam */
function memberOf({ project, projectNumber, serviceAccount: { namespace, name } }: GoogleIdentity): string {
  const pool = `projects/${projectNumber}/locations/global/workloadIdentityPools/${project}.svc.id.goog`;
  return `principal://iam.googleapis.com/${pool}/subject/ns/${namespace}/sa/${name}`;
}
