import { z } from "zod";
import { Key } from "./names";

const Weight = z.int().min(1).max(255);

/** DNS weights and health checks of one host. */
export const Traffic = z.strictObject({
  provider: z.literal("route53"),
  zone: z.strictObject({ name: z.string(), existing: z.string().regex(/^Z[A-Z0-9]+$/).optional() }),
  host: Key,
  weights: z.partialRecord(z.enum(["aws", "azure", "gcp"]), Weight).describe("Percent of answers by cloud; they add up to 100."),
  clusters: z.record(Key, Weight).optional().describe("The clusters that serve, each with its relative weight inside its cloud. Required in a traffic stack of its own; default there where both are one stack: every cluster, equal."),
  health: z.strictObject({
    protocol: z.enum(["HTTP", "HTTPS", "TCP"]),
    port: z.int().min(1).max(65535),
    path: z.string(),
    intervalSeconds: z.union([z.literal(10), z.literal(30)]),
    failureThreshold: z.int().min(1).max(10),
  }),
  ttlSeconds: z.int().min(1),
  protect: z.boolean().default(true),
});
export type Traffic = z.infer<typeof Traffic>;

/** Names the fleet stack whose addresses a traffic stack answers with. */
export const FleetReference = z.strictObject({ stack: z.string() });
export type FleetReference = z.infer<typeof FleetReference>;
