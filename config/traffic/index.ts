import { z } from "zod";
import { CloudDnsSection } from "./cloudDns";
import { Route53Section } from "./route53";
import { TrafficManagerSection } from "./trafficManager";

/** DNS weights and health checks of one host, at one provider. */
export const Traffic = z.discriminatedUnion("provider", [Route53Section, TrafficManagerSection, CloudDnsSection]);

export type Traffic = z.infer<typeof Traffic>;

/** Names the fleet stack whose addresses a traffic stack answers with. */
export const FleetReference = z.strictObject({
  // https://www.pulumi.com/docs/iac/concepts/stacks/#create-a-stack
  stack: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,100}$/, {
      error: ({ input }) => `"${String(input)}" is not a stack of this project; write the bare name, such as prod for Pulumi.prod.yaml`,
    })
    .describe("Name of the fleet stack in the same project, such as prod for Pulumi.prod.yaml."),
});
export type FleetReference = z.infer<typeof FleetReference>;
