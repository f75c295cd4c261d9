import * as projects from "@pulumi/gcp/projects";
import * as pulumi from "@pulumi/pulumi";
import type { GkeCluster } from "../../../cluster/gke";
import type { SecretAccess } from "./index";
import type { SecretOperatorPlan, SecretSource } from "../../../../plan/model/engines";

type GcpOperatorPlan = SecretOperatorPlan<Extract<SecretSource, { cloud: "gcp" }>>;

export interface GkeSecretAccessArgs {
  readonly operator: GcpOperatorPlan;
  readonly cluster: GkeCluster;
}

/** A grant of the project to one service account of one cluster: it reads the values of the fleet's secrets. */
export class GkeSecretAccess extends pulumi.ComponentResource implements SecretAccess {
  readonly permissions: readonly pulumi.Resource[];

  constructor(name: string, { operator, cluster }: GkeSecretAccessArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:platform:GkeSecretAccess", name, {}, opts);
    const { source, prefix } = operator;
    const grant = new projects.IAMMember(
      `${name}-grant`,
      {
        project: source.project,
        role: "roles/secretmanager.secretAccessor",
        member: memberOf(operator),
        // https://docs.cloud.google.com/iam/docs/conditions-resource-attributes
        condition: {
          title: `${prefix}secrets`,
          expression: `resource.name.startsWith("projects/${source.projectNumber}/secrets/${prefix}")`,
        },
      },
      // The project's pool of identities comes with its first cluster.
      { parent: this, dependsOn: [cluster] },
    );
    this.permissions = [grant];
    this.registerOutputs({});
  }
}

/** https://docs.cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#kubernetes-sa-to-iam */
function memberOf({ source: { project, projectNumber }, serviceAccount: { namespace, name } }: GcpOperatorPlan): string {
  const pool = `projects/${projectNumber}/locations/global/workloadIdentityPools/${project}.svc.id.goog`;
  return `principal://iam.googleapis.com/${pool}/subject/ns/${namespace}/sa/${name}`;
}
