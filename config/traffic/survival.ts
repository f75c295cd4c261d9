import { z } from "zod";
import { temporary } from "./overrides";

const Exception = z.strictObject({
  lost: z.string().min(1).describe("The cloud (aws) or region (us-west-2) whose loss the fleet need not carry."),
  ...temporary,
});

export const survivalFields = {
  peakRps: z
    .int()
    .min(1)
    .optional()
    .describe(
      "Requests per second of all clients at the busiest time. The plan fails where the clusters that answer after the loss of any one cloud or region could not carry their part of it; needs capacity on the exposed workload. Default: capacity is not judged, only that somebody is left to answer.",
    ),
  allowDegraded: z
    .array(Exception)
    .default([])
    .describe(
      "Losses that the fleet need not survive, for a while, such as that of a fleet's only region: the plan says what would be missing and goes on.",
    ),
};
