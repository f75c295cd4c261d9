import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as iam from "@pulumi/aws/iam";
import type { EksPlan } from "../../../plan/model/eks";
import type { Scope } from "./scope";

interface FlowLogsArgs {
  readonly plan: EksPlan;
  readonly vpc: ec2.Vpc;
  readonly group: cloudwatch.LogGroup;
}

/**
 * Who talked to whom in the VPC, and what was refused.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-cwl.html
 */
export function recordFlows({ name, tags, child }: Scope, { plan, vpc, group }: FlowLogsArgs): void {
  const role = new iam.Role(
    `${name}-flow-logs-role`,
    { name: plan.names.flowLogsRole, assumeRolePolicy: deliveryTrust(plan), tags },
    child,
  );
  const policy = new iam.RolePolicy(
    `${name}-flow-logs-policy`,
    { role: role.name, name: "deliver-flow-logs", policy: deliveryPolicy(plan) },
    child,
  );
  new ec2.FlowLog(
    `${name}-flow-logs`,
    {
      vpcId: vpc.id,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      // Ten minutes, in seconds: a tenth of the records that one minute makes, and CloudWatch charges for each.
      maxAggregationInterval: 600,
      tags: { ...tags, Name: `${name}-flow-logs` },
    },
    { ...child, dependsOn: [policy] },
  );
}

/** Flow logs of this account and region only, so that nobody else's can be delivered with the role. */
function deliveryTrust({ account, partition, region }: EksPlan): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": account },
          ArnLike: { "aws:SourceArn": `arn:${partition}:ec2:${region}:${account}:vpc-flow-log/*` },
        },
      },
    ],
  });
}

/**
 * Into the one group; not to make it, or it would come back after it was deleted. Groups are listed all or none: the action takes no
 * resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 */
function deliveryPolicy({ account, partition, region, names }: EksPlan): string {
  const group = `arn:${partition}:logs:${region}:${account}:log-group:${names.flowLogs}`;
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        Resource: [group, `${group}:*`],
      },
      { Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
    ],
  });
}
