import type { EksPlan } from "../../stacks/plan/fleetPlan";

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
            "aws:RequestTag/eks-cluster-arn": `arn:aws:eks:${plan.region}:${plan.account}:cluster/${plan.name}`,
            "aws:RequestTag/kubernetes-namespace": namespace,
            "aws:RequestTag/kubernetes-service-account": name,
          },
        },
      },
    ],
  });
}
