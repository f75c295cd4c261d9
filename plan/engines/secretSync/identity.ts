import { arnIn } from "../../../catalogue/partitions";
import type { IdentityPlan } from "../../model/identity";
import { aksNames, eksNames } from "../../naming/physicalNames";
import { type SecretSource, serviceAccountOf } from "./source";

/**
 * The operator's pods as somebody who reads the values of the fleet's secrets, and does nothing else.
 *
 * @param prefix what the names of all that it may read begin with
 */
export function secretIdentity(source: SecretSource, prefix: string): IdentityPlan {
  const serviceAccount = serviceAccountOf(source);
  const component = (type: string) => ({ type, name: "secret-access" });
  switch (source.cloud) {
    case "aws":
      return {
        cloud: "aws",
        serviceAccount,
        component: component("EksSecretAccess"),
        role: eksNames(source.naming).secretsRole,
        grants: [{ name: "secrets", policy: readValues(source, prefix) }],
      };
    case "azure":
      return {
        cloud: "azure",
        serviceAccount,
        component: component("AksSecretAccess"),
        identity: aksNames(source.naming).secretsIdentity,
        grants: [{ key: "vault", role: "Key Vault Secrets User", subscription: source.subscription, scope: source.vaultId }],
      };
    case "gcp": {
      const { project, projectNumber } = source;
      return {
        cloud: "gcp",
        serviceAccount,
        component: component("GkeSecretAccess"),
        project,
        projectNumber,
        grants: [
          {
            role: "roles/secretmanager.secretAccessor",
            condition: {
              title: `${prefix}secrets`,
              expression: `resource.name.startsWith("projects/${projectNumber}/secrets/${prefix}")`,
            },
          },
        ],
      };
    }
  }
}

/**
 * No listing and no describing: the operator is told every name. AWS adds a hyphen and six characters to a secret's name in its ARN.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html
 * @returns JSON
 */
function readValues({ account, region }: Extract<SecretSource, { cloud: "aws" }>, prefix: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ReadValues",
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: `${arnIn(region)}:secretsmanager:${region}:${account}:secret:${prefix}*`,
        Condition: { Bool: { "aws:SecureTransport": "true" } },
      },
    ],
  });
}
