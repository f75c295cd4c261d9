import { z } from "zod";
import { temporary } from "./overrides";

const Allowed = z.strictObject(temporary);

/** A step that resolvers follow at once leaves those who take over time to grow. In points of percent. */
export const usualStep = 20;

/** How much one update may change of what answers. */
export const Change = z.strictObject({
  maxStepPercent: z
    .int()
    .min(1)
    .max(100)
    .default(usualStep)
    .describe(
      "Points of percent, 1 to 100, by which one update may move the share of all answers of any cloud, region or cluster. What a failover or maintenance override takes away or gives back is not counted.",
    ),
  allowStep: Allowed.optional().describe("Lets an update move more than that."),
  allowReplacement: Allowed.optional().describe(
    "Lets an update make live records or health checks anew, all members of a record set at once, or take away a name that answers.",
  ),
});
export type Change = z.infer<typeof Change>;

export const changeFields = {
  change: Change.prefault({}).describe(
    "How much one update may change, judged against what the last one applied, and by `plan --base` against the base. The first update has nothing to be judged against.",
  ),
};
