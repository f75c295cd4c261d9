import type { Problem } from "../../resource";
import type { Properties } from "../../properties/values";
import { count, has, object } from "../../properties/select";
import { exactlyOne, inRange, oneOf } from "../../rules/limits";

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

/** What is wrong with an alarm's inputs by themselves. */
export function metricAlarmLimits(inputs: Properties): readonly Problem[] {
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
