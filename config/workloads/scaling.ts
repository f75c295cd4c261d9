import { z } from "zod";
import { withRules } from "../file/rules";
import { int32 } from "../values/counts";

const periodSeconds = z.int().min(1).max(1800).describe("Length of the period in seconds, at most 1,800.");

const Policy = z.union(
  [
    z.strictObject({
      percent: int32(1).describe("Largest change within the period, in percent of the replicas at its start."),
      periodSeconds,
    }),
    z.strictObject({ pods: int32(1).describe("Largest change within the period, in replicas."), periodSeconds }),
  ],
  {
    error: ({ input }) =>
      `${JSON.stringify(input)} is no policy; write { percent: 1.., periodSeconds: 1..1800 } or { pods: 1.., periodSeconds: 1..1800 }`,
  },
);

const Behavior = z
  .strictObject({
    windowSeconds: z
      .int()
      .min(0)
      .max(3600)
      .describe(
        "Seconds of recommendations that are compared before acting, 0 to 3,600: scaling up takes the smallest of them, scaling down the largest.",
      ),
    select: z.enum(["Max", "Min"]).describe("Which policy counts when several apply: Max is the largest change, Min the smallest."),
    policies: z.array(Policy).min(1).describe("Limits on the speed of scaling."),
  })
  .meta({ id: "ScalingBehavior", description: "How fast an autoscaler may act in one direction." });

const bounds = {
  min: int32(1).describe("Fewest replicas per cluster."),
  max: int32(1).describe("Most replicas per cluster."),
};

export const Scaling = z
  .discriminatedUnion("engine", [
    z.strictObject({
      engine: z.literal("fixed").describe("No scaler: always the same count."),
      replicas: int32(1).describe("Replicas per cluster."),
    }),
    withRules(
      z.strictObject({
        engine: z.literal("hpa").describe("Horizontal autoscaler (autoscaling/v2); it owns the replica count."),
        ...bounds,
        cpuPercent: z.int().min(1).max(100).describe("Target of average cpu use, in percent of requests."),
        memoryPercent: z
          .int()
          .min(1)
          .max(100)
          .optional()
          .describe("Target of average memory use, in percent of requests. Default: memory does not scale."),
        behavior: z
          .strictObject({
            scaleUp: Behavior.describe("How fast replicas may be added."),
            scaleDown: Behavior.describe("How fast replicas may be removed."),
          })
          .describe("How fast the autoscaler may act."),
      }),
      ({ min, max }, { sound, report }) => {
        if (sound("min") && sound("max") && min > max) report(["min"], `${min} is above max ${max}; lower min or raise max`, ["max"]);
      },
    ),
  ])
  .describe("Who sets the replica count: exactly one engine.");

export const ScalingOverride = z.strictObject(bounds).partial().describe("Replica bounds, where the engine is hpa.");

export type Scaling = z.infer<typeof Scaling>;
