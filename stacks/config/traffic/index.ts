import { z } from "zod";
import { changeFields } from "./change";
import { aliasesAreOtherNames, dnsFields, dnsZone, namesFitDns } from "./dns";
import { Health, route53Probes } from "./health";
import { Objectives } from "./objectives";
import { overrideFields } from "./overrides";
import { withRules } from "../rules";
import { backupsServe, weightFields } from "./weights";

/** DNS weights and health checks of one host. */
export const Traffic = withRules(
  z.strictObject({
    provider: z.literal("route53").describe("Who answers: route53."),
    zone: dnsZone(
      z
        .string()
        .regex(/^Z[A-Z0-9]+$/, {
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
    ...dnsFields,
    ...weightFields,
    health: Health.describe("How an address is found to be dead or alive."),
    objectives: Objectives.optional().describe(
      "What a loss may cost; the plan fails when its model says more. Default: nothing is promised.",
    ),
    ...overrideFields,
    ...changeFields,
  }),
  namesFitDns,
  aliasesAreOtherNames,
  backupsServe,
  route53Probes,
);

export type Traffic = z.infer<typeof Traffic>;

/** Names the fleet stack whose addresses a traffic stack answers with. */
export const FleetReference = z.strictObject({
  stack: z
    .string()
    .regex(/^[A-Za-z0-9_.-]+$/, {
      error: ({ input }) => `"${String(input)}" is not a stack of this project; write the bare name, such as prod for Pulumi.prod.yaml`,
    })
    .describe("Name of the fleet stack in the same project, such as prod for Pulumi.prod.yaml."),
});
export type FleetReference = z.infer<typeof FleetReference>;
