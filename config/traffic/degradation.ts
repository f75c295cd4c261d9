import { z } from "zod";
import { AwsRegion } from "../values/aws";
import { Cloud } from "../values/names";
import { usualStep } from "./change";
import { type Rule, withRules } from "../file/rules";
import type { Member } from "./weights";

/** Of a day: evaluation periods times period. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const maxMinutes = 1440;

/** Route 53's own probes give an answer up 2 s after they connected. */
const route53Namespace = "AWS/Route53";
const longestProbedSeconds = 2;

/** What Route 53 can watch, of those that say something of a latency. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-types.html */
const statistics = ["Average", "Minimum", "Maximum"] as const;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html and API_Dimension.html */
const notPrintable = "CloudWatch takes printable ASCII characters and not blanks alone; spell it with those";
const name = z
  .string()
  .min(1)
  .max(255)
  .regex(/^(?!:)(?=.*[!-~])[ -~]+$/, {
    error: ({ input }) =>
      String(input).startsWith(":")
        ? `"${String(input)}" begins with ":", which CloudWatch refuses; write it without`
        : `"${String(input)}" is not a name in CloudWatch: ${notPrintable}`,
  });
const DimensionValue = z
  .string()
  .min(1)
  .max(1024)
  .regex(/^(?=.*[!-~])[ -~]+$/, { error: ({ input }) => `"${String(input)}" is not a value of a dimension: ${notPrintable}` });

/** What takes longer is no answer; a threshold is a number of CloudWatch's, in whichever unit. */
const longestLatencySeconds = 3600;

const Metric = z.strictObject({
  region: AwsRegion.default("us-east-1").describe("Region of AWS in which it is published, in the account that has the DNS."),
  namespace: name.describe("Its namespace in CloudWatch, such as Gateway."),
  name: name.describe("Its name, such as ResponseTime. Whoever measures publishes it, once a minute: the program does not."),
  dimensions: z
    .record(name, DimensionValue)
    .refine((dimensions) => Object.keys(dimensions).length <= 30, {
      error: ({ input }) => `has ${Object.keys(input as object).length} dimensions, at most 30 are possible; remove some`,
    })
    .default({})
    .describe("Every dimension that it is published with, such as { cloud: aws }. One metric is watched: nothing is added up."),
  unit: z.enum(["Seconds", "Milliseconds"]).describe("What its numbers are."),
  statistic: z
    .enum(statistics, {
      error: ({ input }) =>
        input === undefined ? undefined : describeStatistic(typeof input === "string" ? input : JSON.stringify(input)),
    })
    .default("Average")
    .describe("What becomes of the numbers of one minute. Percentiles cannot be watched."),
});

function describeStatistic(written: string): string {
  return /^(p|tm|tc|ts|wm|iqm)/i.test(written)
    ? `"${written}" cannot be watched: Route 53's checks of CloudWatch metrics know no percentiles; write Average, or publish the percentile as a metric of its own`
    : `"${written}" is none of ${statistics.join(", ")}; write Average`;
}

const Slice = z.strictObject({
  points: z
    .int()
    .min(1)
    .max(usualStep, {
      error: ({ input }) =>
        `${String(input)} is above ${usualStep}: so much at once would overrun those who take over; write ${usualStep} or less, and more slices`,
    })
    .describe(`Part of the cloud's weight that leaves together, 1 to ${usualStep}.`),
  afterMinutes: z
    .int()
    .min(1)
    .max(maxMinutes)
    .describe("Minutes in a row, 1 to 1440, that must be too slow before it leaves. It returns with the first minute that is not."),
});

interface Sliced {
  readonly metric: { readonly namespace: string };
  readonly aboveSeconds: number;
  readonly slices: readonly { readonly afterMinutes: number }[];
}

const slicesLeaveInTurn: Rule<Sliced> = ({ slices }, { sound, readable, report }) => {
  if (!readable("slices")) return;
  slices.forEach((slice, index) => {
    if (index === 0 || !sound("slices", index) || !sound("slices", index - 1)) return;
    const { afterMinutes } = slice;
    const before = slices[index - 1]?.afterMinutes;
    if (before === undefined || afterMinutes > before) return;
    report(
      ["slices", index, "afterMinutes"],
      `${afterMinutes} is not above ${before} of the slice before it: they would leave together; write more than ${before}`,
    );
  });
};

const probesAreTooShort: Rule<Sliced> = ({ metric, aboveSeconds }, { sound, report }) => {
  if (!sound("metric", "namespace") || !sound("aboveSeconds")) return;
  if (metric.namespace === route53Namespace && aboveSeconds >= longestProbedSeconds)
    report(
      ["metric", "namespace"],
      `${route53Namespace} never shows ${aboveSeconds} s: its probes give up ${longestProbedSeconds} s after they connected, and each is of one address; publish the gateways' own latency, or write aboveSeconds below ${longestProbedSeconds}`,
      ["aboveSeconds"],
    );
};

const Degradation = withRules(
  z.strictObject({
    metric: Metric.describe("The latency of the cloud's answers, a metric in CloudWatch."),
    aboveSeconds: z
      .number()
      .positive()
      .max(longestLatencySeconds)
      .default(5)
      .describe("Latency, in seconds, above which a minute is too slow."),
    slices: z
      .array(Slice)
      .min(1)
      .describe(
        "Parts of the cloud's weight that leave one after the other while its answers are too slow. What no slice has always answers.",
      ),
  }),
  slicesLeaveInTurn,
  probesAreTooShort,
);
export type Degradation = z.infer<typeof Degradation>;

export const degradationFields = {
  degradation: z
    .partialRecord(Cloud, Degradation)
    .default({})
    .describe(
      "By cloud, how a part of its answers moves to the others while it is slow but alive: health checks of a CloudWatch metric do it, without an edit. Default: nothing moves by itself.",
    ),
};

interface WeightedSlices {
  readonly weights: Readonly<Partial<Record<Cloud, Member>>>;
  readonly degradation: Readonly<Partial<Record<Cloud, Degradation>>>;
}

/** A slice is a part of a weight, and a part of it always stays. */
export const slicesAreOfWeights: Rule<WeightedSlices> = ({ weights, degradation }, { sound, readable, report }) => {
  if (!readable("weights") || !readable("degradation")) return;
  for (const cloud of Cloud.options) {
    const slices = degradation[cloud]?.slices;
    const weight = weights[cloud];
    if (slices === undefined || !sound("weights", cloud)) continue;
    if (typeof weight !== "number") {
      const is = weight === undefined ? "has no weight" : `is ${weight}`;
      report(["degradation", cloud], `${cloud} ${is}, so there is nothing to take slices from; give it a weight, or remove this`, [
        "weights",
      ]);
      continue;
    }
    if (!sound("degradation", cloud, "slices")) continue;
    const points = slices.reduce((sum, slice) => sum + slice.points, 0);
    if (points >= weight)
      report(
        ["degradation", cloud, "slices"],
        `${points} points of the weight ${weight} of ${cloud} would leave, at most ${weight - 1} may: a cloud that is slow still answers; take ${points - weight + 1} away`,
        ["weights"],
      );
  }
};
