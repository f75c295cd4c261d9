import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlan } from "../../../plan/model/eks";

export interface EksKeyArgs {
  readonly plan: EksPlan;
}

/**
 * The one key of a cluster: for its secrets in etcd and for its log groups. EKS uses it by grants that it makes with the deployer's
 * permissions when the cluster is made. https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
 */
export class EksKey extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, { plan }: EksKeyArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:cluster:EksKey", name, {}, opts);
    const key = new kms.Key(
      `${name}-key`,
      {
        description: `Secrets and logs of the EKS cluster ${plan.names.cluster}`,
        enableKeyRotation: true,
        rotationPeriodInDays: 365,
        // The longest, in which a delete can be taken back: without the key, nobody reads a backup of etcd or a line of the logs again.
        deletionWindowInDays: 30,
        policy: keyPolicy(plan),
        tags: plan.tags,
      },
      { parent: this, protect: plan.protect },
    );
    new kms.Alias(`${name}-alias`, { name: plan.names.keyAlias, targetKeyId: key.keyId }, { parent: this });
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/**
 * The account's IAM policies decide who may use the key, so that it can never be locked away from everybody; CloudWatch Logs may use it for
 * this cluster's groups.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 * @returns JSON
 */
function keyPolicy({ account, partition, region, names, logsService }: EksPlan): string {
  const groups = [names.controlPlaneLogs, names.flowLogs].map((group) => `arn:${partition}:logs:${region}:${account}:log-group:${group}`);
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "LetTheAccountDecide",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "EncryptTheClustersLogs",
        Effect: "Allow",
        Principal: { Service: logsService },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        Resource: "*",
        Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": groups } },
      },
    ],
  });
}
