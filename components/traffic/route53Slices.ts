import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import { HealthCheck } from "@pulumi/aws/route53";
import type * as pulumi from "@pulumi/pulumi";
import type { SlicePlan } from "../../plan/model/traffic/route53";

/** Standard resolution, which is all that Route 53 watches: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-types.html */
const periodSeconds = 60;

/**
 * For each slice an alarm, and a health check that follows the alarm's metric by itself: the alarm's state is for people to see. By the check's name.
 *
 * @param tags on everything
 */
export function createSliceChecks(
  slices: readonly SlicePlan[],
  tags: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): ReadonlyMap<string, HealthCheck> {
  return new Map(
    slices.map((slice) => {
      const name = `${slice.name}-health`;
      return [name, createCheck(name, slice, createAlarm(slice, tags, opts), tags, opts)];
    }),
  );
}

function createAlarm(
  { name, cloud, metric, threshold, minutes }: SlicePlan,
  tags: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): MetricAlarm {
  return new MetricAlarm(
    `${name}-alarm`,
    {
      region: metric.region,
      alarmDescription: `While ${cloud} is slow, a part of its DNS answers goes to the other clouds.`,
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: { ...metric.dimensions },
      statistic: metric.statistic,
      comparisonOperator: "GreaterThanThreshold",
      threshold,
      period: periodSeconds,
      evaluationPeriods: minutes,
      treatMissingData: "missing",
      tags: { ...tags, Name: `${name}-alarm`, Cloud: cloud },
    },
    opts,
  );
}

function createCheck(
  name: string,
  { metric, threshold, minutes }: SlicePlan,
  alarm: MetricAlarm,
  tags: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): HealthCheck {
  return new HealthCheck(
    name,
    {
      type: "CLOUDWATCH_METRIC",
      cloudwatchAlarmName: alarm.name,
      cloudwatchAlarmRegion: metric.region,
      // A metric that stops says nothing about the cloud: whoever was out stays out, and the health checks of addresses see what is dead.
      insufficientDataHealthStatus: "LastKnownStatus",
      // Route 53 keeps a copy of the alarm's settings, and takes them again when these change.
      triggers: { metric: JSON.stringify(metric), threshold: String(threshold), minutes: String(minutes) },
      tags: { ...tags, Name: name },
    },
    opts,
  );
}
