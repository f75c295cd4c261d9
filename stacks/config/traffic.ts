import { z } from "zod";
import { Cloud, Key } from "./names";
import { type Rule, withRules } from "./rules";

const Weight = z
  .int()
  .min(1, { error: ({ input }) => describeLowWeight(Number(input)) })
  .max(255);

/** Longest time for which resolvers may go on answering with an address that has failed. */
const longestTtlSeconds = 300;

const dnsLabel = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const Zone = z.strictObject({
  name: z
    .string()
    .max(253)
    .regex(new RegExp(`^${dnsLabel}(\\.${dnsLabel})+$`), {
      error: ({ input }) =>
        `"${String(input)}" is not a zone's name; write it in lowercase without a dot at the end, such as gslb.example.com`,
    })
    .describe("Name of the DNS zone, such as gslb.example.com. Delegate it from its parent with the name servers that the stack outputs."),
  existing: z
    .string()
    .regex(/^Z[A-Z0-9]+$/, {
      error: ({ input }) => `"${String(input)}" is not a hosted zone's id; write what follows /hostedzone/, such as Z0123456789ABCDEFGHIJ`,
    })
    .optional()
    .describe("Id of a hosted zone that exists already, such as Z0123456789ABCDEFGHIJ. Default: the stack makes the zone."),
});

const Host = z
  .string()
  .max(63)
  .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, {
    error: ({ input }) =>
      `"${String(input)}" is not one DNS label; write only what stands in front of the zone's name, such as api: lowercase letters, digits and hyphens, a letter first`,
  });

const Health = z.strictObject({
  protocol: z
    .enum(["HTTP", "HTTPS", "TCP"])
    .describe("How an address is probed: HTTP and HTTPS want an answer of 200 to 399, TCP a connection."),
  port: z.int().min(1).max(65535).describe("Port that is probed: the one that a workload exposes at the front door."),
  path: z
    .string()
    .max(255)
    .regex(/^\/\S*$/, { error: ({ input }) => `"${String(input)}" is not a path; begin it with "/", such as /healthz, without spaces` })
    .default("/healthz")
    .describe("Path of HTTP and HTTPS probes."),
  intervalSeconds: z
    .union([z.literal(10), z.literal(30)], {
      error: ({ input }) =>
        input === undefined
          ? undefined
          : `${JSON.stringify(input)} is not an interval of Route 53; write 30, or 10 (detects sooner, costs more)`,
    })
    .describe("Seconds between probes of one checker: 30, or 10 at an extra price. A dozen or more checkers probe each address."),
  failureThreshold: z
    .int()
    .min(1)
    .max(10)
    .describe("Probes in a row that must fail before an address leaves the answers, or succeed before it returns; 1 to 10."),
});

const wholeIsHundred: Rule<{ readonly weights: Readonly<Partial<Record<Cloud, number>>> }> = ({ weights }, { sound, report }) => {
  if (!sound("weights")) return;
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
  if (sum === 100) return;
  const parts = Object.entries(weights).map(([cloud, weight]) => `${cloud} ${weight}`);
  const remedy = sum < 100 ? `add ${100 - sum} somewhere` : `take ${sum - 100} away`;
  report(
    ["weights"],
    parts.length === 0
      ? "names no cloud; the weights of the clouds that serve add up to 100"
      : `sum to ${sum} (${parts.join(" + ")}), not to 100; ${remedy}`,
  );
};

const hostIsRelative: Rule<{ readonly host: string; readonly zone: z.infer<typeof Zone> }> = ({ host, zone }, { sound, report }) => {
  if (sound("host") && sound("zone", "name") && `${host}.${zone.name}`.length > 253)
    report(
      ["host"],
      `"${host}.${zone.name}" has ${`${host}.${zone.name}`.length} characters, at most 253 fit a DNS name; shorten host or the zone's name`,
      ["zone", "name"],
    );
};

/** DNS weights and health checks of one host. */
export const Traffic = withRules(
  z.strictObject({
    provider: z.literal("route53").describe("Who answers: route53."),
    zone: Zone.describe("The DNS zone that holds the host."),
    host: Host.describe("The host's label inside the zone: api in gslb.example.com answers as api.gslb.example.com."),
    weights: z
      .partialRecord(Cloud, Weight)
      .describe(
        "Percent of answers by cloud; they add up to 100. A cloud that serves nothing is left out. Within a cloud, `clusters` decides.",
      ),
    clusters: z
      .record(Key, Weight)
      .optional()
      .describe(
        "The clusters that serve, each with its weight (1 to 255) relative to the others of its cloud. Required in a traffic stack of its own: the fleet must know whom DNS serves before it drops one. Default, where fleet and traffic are one stack: every cluster of a weighted cloud, equal.",
      ),
    health: Health.describe("How an address is found to be dead or alive."),
    ttlSeconds: z
      .int()
      .min(1)
      .max(longestTtlSeconds, {
        error: ({ input }) =>
          `${String(input)} is above ${longestTtlSeconds}: resolvers would hand out a dead address that long after it left the answers; write 60 or less`,
      })
      .describe("Seconds for which resolvers keep an answer, 1 to 300; 60 or less lets clients leave a lost cloud soon."),
    protect: z.boolean().default(true).describe("Refuses to delete the zone until it is false and applied."),
  }),
  wholeIsHundred,
  hostIsRelative,
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

function describeLowWeight(weight: number): string {
  return weight === 0
    ? "0 is never written: leave the cloud or cluster out, and it gets no answers"
    : `${weight} is below the minimum 1; write the share as a positive whole number, or leave the cloud or cluster out`;
}
