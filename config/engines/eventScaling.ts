import { z } from "zod";

export const EventScaling = z
  .strictObject({
    engine: z
      .literal("keda")
      .describe("keda: KEDA's operator, its metrics server, which owns the cluster's external metrics, and its webhooks."),
  })
  .meta({ id: "EventScaling", description: "Scaling on what happens outside of a cluster's pods, such as the length of a queue." });
export type EventScaling = z.infer<typeof EventScaling>;
