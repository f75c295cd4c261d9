import { exactlyOne, inRange, oneOf } from "../../../facts/rules/limits";
import type { Problem } from "../../../facts/resource";
import type { ResourceModel } from "../model";
import type { Properties } from "../../../facts/properties/values";
import { count, has, object, text } from "../../../facts/properties/select";

export const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";

const operators = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
  "LessThanLowerOrGreaterThanUpperThreshold",
  "LessThanLowerThreshold",
  "GreaterThanUpperThreshold",
];

/** Seconds that an alarm may look back, for periods below an hour. */
const daySeconds = 86_400;
const maxDimensions = 30;

export const metricAlarm: ResourceModel = {
  type: alarmType,
  source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
  required: ["comparisonOperator", "evaluationPeriods"],
  name: { property: "name", max: 255, auto: "random" },
  defaults: (inputs) => ({ actionsEnabled: inputs["actionsEnabled"] ?? true, treatMissingData: inputs["treatMissingData"] ?? "missing" }),
  limits,
  id: ({ inputs }) => text(inputs, "name"),
  outputs: { arn: ({ id, inputs, account }) => `arn:aws:cloudwatch:${text(inputs, "region")}:${account.owner}:alarm:${id}` },
};

function limits(inputs: Properties): readonly Problem[] {
  const [period, periods] = [count(inputs, "period"), count(inputs, "evaluationPeriods")];
  const dimensions = Object.keys(object(inputs, "dimensions")).length;
  return [
    ...oneOf(inputs, "comparisonOperator", operators),
    ...oneOf(inputs, "treatMissingData", ["breaching", "notBreaching", "ignore", "missing"]),
    ...oneOf(inputs, "statistic", ["SampleCount", "Average", "Sum", "Minimum", "Maximum"]),
    ...exactlyOne(inputs, ["metricName", "metricQueries"]),
    ...(has(inputs, "metricName") ? exactlyOne(inputs, ["statistic", "extendedStatistic"]) : []),
    ...(has(inputs, "metricName") && period === undefined ? [{ property: "period", reason: "is required with metricName" }] : []),
    ...(period === undefined || [10, 20, 30].includes(period) || (period > 0 && period % 60 === 0)
      ? []
      : [{ property: "period", reason: `${period} is neither 10, 20 or 30 nor a multiple of 60` }]),
    ...inRange(inputs, "evaluationPeriods", 1, Number.MAX_SAFE_INTEGER),
    ...inRange(inputs, "datapointsToAlarm", 1, periods ?? Number.MAX_SAFE_INTEGER),
    ...(period !== undefined && periods !== undefined && period < 3_600 && period * periods > daySeconds
      ? [{ property: "evaluationPeriods", reason: `${periods} periods of ${period} s are more than a day` }]
      : []),
    ...(dimensions <= maxDimensions ? [] : [{ property: "dimensions", reason: `has ${dimensions}, at most ${maxDimensions} are allowed` }]),
  ];
}
