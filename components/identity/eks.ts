import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import type { EksPlan } from "../../plan/model/eks";
import type { AwsIdentity, ServiceAccount } from "../../plan/model/identity";
import type { Identity } from "./index";

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
            "aws:RequestTag/eks-cluster-arn": `arn:${plan.partition}:eks:${plan.region}:${plan.account}:cluster/${plan.names.cluster}`,
            "aws:RequestTag/kubernetes-namespace": namespace,
            "aws:RequestTag/kubernetes-service-account": name,
          },
        },
      },
    ],
  });
}

/** What the cluster and its account are to an identity. */
export interface EksIdentityArgs {
  readonly plan: EksPlan;
  readonly clusterName: pulumi.Input<string>;
}

/** The pods of a service account as a role of their own, by Pod Identity. https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html */
export function createEksIdentity(
  name: string,
  { serviceAccount, role: roleName, grants }: AwsIdentity,
  { plan, clusterName }: EksIdentityArgs,
  opts: pulumi.CustomResourceOptions,
): Identity {
  const role = new iam.Role(
    `${name}-role`,
    { name: roleName, assumeRolePolicy: podIdentityTrust(plan, serviceAccount), tags: plan.tags },
    opts,
  );
  const policies = grants.map(
    (grant, index) =>
      new iam.RolePolicy(
        `${name}-policy${index === 0 ? "" : `-${grant.name}`}`,
        { role: role.name, name: grant.name, policy: grant.policy },
        opts,
      ),
  );
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
  return { permissions: [...policies, association], annotations: {}, labels: {} };
}
