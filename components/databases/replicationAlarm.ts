import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import type { ReplicationAlarm } from "../../plan/model/databases";

export interface ReplicationAlarmArgs {
  readonly plan: ReplicationAlarm;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Fires when three of the last five minutes were above the limit, or were not measured: a copy that stopped reports nothing. Takes the aws
 * provider of the copy's region, which alone has the metric.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
 */
export function createReplicationAlarm(
  name: string,
  { plan, tags }: ReplicationAlarmArgs,
  opts: pulumi.CustomResourceOptions,
): MetricAlarm {
  const { database, cluster, maxLagMilliseconds, topic } = plan;
  return new MetricAlarm(
    name,
    {
      // Not an auto-name: people and runbooks look it up.
      name: plan.name,
      alarmDescription: `The copy of ${database} in ${plan.region} is more than ${maxLagMilliseconds} ms behind, or nobody measures it: docs/operate/monitoring.md#a-copy-of-a-database-is-behind`,
      namespace: "AWS/RDS",
      metricName: "AuroraGlobalDBReplicationLag",
      dimensions: { DBClusterIdentifier: cluster },
      statistic: "Average",
      comparisonOperator: "GreaterThanThreshold",
      // The metric is in milliseconds.
      threshold: maxLagMilliseconds,
      period: 60,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      treatMissingData: "breaching",
      alarmActions: [topic],
      okActions: [topic],
      tags: { ...tags, Name: plan.name, Database: database },
    },
    opts,
  );
}
