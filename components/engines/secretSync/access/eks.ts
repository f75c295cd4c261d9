import * as pulumi from "@pulumi/pulumi";
import type { EksPlan } from "../../../../plan/model/eks";
import type { EksCluster } from "../../../cluster/eks";
import { grantToPods } from "../../../identity/podIdentity";
import type { SecretAccess } from "./index";
import type { SecretOperatorPlan, SecretSource } from "../../../../plan/model/engines";

type AwsOperatorPlan = SecretOperatorPlan<Extract<SecretSource, { cloud: "aws" }>>;

export interface EksSecretAccessArgs {
  readonly plan: EksPlan;
  readonly operator: AwsOperatorPlan;
  readonly cluster: EksCluster;
}

/** A role that reads the values of the fleet's secrets in one region's Secrets Manager. */
export class EksSecretAccess extends pulumi.ComponentResource implements SecretAccess {
  readonly permissions: readonly pulumi.Resource[];

  constructor(name: string, { plan, operator, cluster }: EksSecretAccessArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:platform:EksSecretAccess", name, {}, opts);
    this.permissions = grantToPods(
      name,
      { plan, clusterName: cluster.clusterName, serviceAccount: operator.serviceAccount, roleName: plan.names.secretsRole },
      { name: "secrets", policy: secretsPolicy(plan, operator) },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

/**
 * No listing and no describing: the operator is told every name. AWS adds a hyphen and six characters to a secret's name in its ARN.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html
 * @returns JSON
 */
function secretsPolicy({ account }: EksPlan, { source, prefix }: AwsOperatorPlan): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ReadValues",
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: `arn:aws:secretsmanager:${source.region}:${account}:secret:${prefix}*`,
        Condition: { Bool: { "aws:SecureTransport": "true" } },
      },
    ],
  });
}
