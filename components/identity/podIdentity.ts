import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import type { EksPlan } from "../../plan/model/eks";

/** A Kubernetes service account that acts as an IAM role. */
export interface ServiceAccount {
  readonly namespace: string;
  readonly name: string;
}

/**
 * Trust policy of a role for one service account of one cluster: EKS Pod Identity tags every session with both, and the conditions
 * keep any other association in the account from using the role.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 * @returns JSON
 */
export function podIdentityTrust(plan: EksPlan, { namespace, name }: ServiceAccount): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:SourceAccount": plan.account,
            "aws:RequestTag/eks-cluster-arn": `arn:aws:eks:${plan.region}:${plan.account}:cluster/${plan.names.cluster}`,
            "aws:RequestTag/kubernetes-namespace": namespace,
            "aws:RequestTag/kubernetes-service-account": name,
          },
        },
      },
    ],
  });
}

export interface PodGrant {
  readonly plan: EksPlan;
  readonly clusterName: pulumi.Input<string>;
  readonly serviceAccount: ServiceAccount;
  readonly roleName: string;
}

/**
 * Gives the pods of a service account a role of their own with one inline policy.
 *
 * @param policy as JSON
 * @returns what has to exist before the pods, and outlive them
 */
export function grantToPods(
  name: string,
  { plan, clusterName, serviceAccount, roleName }: PodGrant,
  { name: policyName, policy: document }: { readonly name: string; readonly policy: string },
  opts: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  const role = new iam.Role(
    `${name}-role`,
    { name: roleName, assumeRolePolicy: podIdentityTrust(plan, serviceAccount), tags: plan.tags },
    opts,
  );
  const policy = new iam.RolePolicy(`${name}-policy`, { role: role.name, name: policyName, policy: document }, opts);
  const association = new eks.PodIdentityAssociation(
    `${name}-identity`,
    {
      clusterName,
      namespace: serviceAccount.namespace,
      serviceAccount: serviceAccount.name,
      roleArn: role.arn,
      tags: plan.tags,
    },
    opts,
  );
  return [policy, association];
}
