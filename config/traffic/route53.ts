import { z } from "zod";
import { withRules } from "../file/rules";
import { commonFields, commonRules } from "./common";
import { degradationFields, slicesAreOfWeights } from "./degradation";
import { dnsZone } from "./dns";
import { probesEvery10Or30 } from "./health";

/** DNS weights and health checks of one host, at Route 53. */
export const Route53Section = withRules(
  z.strictObject({
    provider: z.literal("route53").describe("Route 53: a tree of record sets in a hosted zone."),
    zone: dnsZone(
      // https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHostedZone.html
      z
        .string()
        .regex(/^Z[A-Z0-9]{1,31}$/, {
          error: ({ input }) =>
            `"${String(input)}" is not a hosted zone's id; write what follows /hostedzone/, such as Z0123456789ABCDEFGHIJ`,
        })
        .describe("Id of a hosted zone that exists already, such as Z0123456789ABCDEFGHIJ. Default: the stack makes the zone."),
    ),
    acceleratedRecovery: z
      .boolean()
      .default(true)
      .describe("Whether records of a zone that the stack makes can be changed within about an hour while AWS's us-east-1 region is down."),
    measureLatency: z
      .boolean()
      .default(true)
      .describe(
        "Whether Route 53's checkers also publish how long they wait, by region: latency between clouds, as CloudWatch metrics. Costs extra; changing it replaces the checks.",
      ),
    ...commonFields,
    ...degradationFields,
  }),
  ...commonRules,
  probesEvery10Or30("Route 53"),
  slicesAreOfWeights,
);
export type Route53Section = z.infer<typeof Route53Section>;
