import { z } from "zod";
import { Day } from "../values/date";
import { Person, Reason } from "../values/reason";

/** What there is for a while only. */
export const temporary = {
  reason: Reason.describe("Why, for whoever reads the plan."),
  until: Day.describe(
    "Last day, YYYY-MM-DD, that it may be there, within a year of settings.asOf, at which it is judged; afterwards the plan asks to remove it.",
  ),
};

const place = z.string().min(1).describe("A cloud (aws), a region (us-west-2) or a cluster (aws-usw2).");

/** What differs from the weights for a while. */
export const Override = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z
      .literal("maintenance")
      .describe("Takes a place out of the answers for planned work; its share goes where it would go if it were lost."),
    from: place,
    ...temporary,
  }),
  z.strictObject({
    kind: z
      .literal("failover")
      .describe("The manual failover: takes a place out of the answers, as maintenance does, by somebody's decision."),
    from: place,
    approvedBy: Person.describe("Who decided it: the approver of the pull request."),
    ...temporary,
  }),
  z.strictObject({
    kind: z.literal("canary").describe("Gives a place a fixed part of its level's answers; its siblings share the rest by their weights."),
    to: place,
    percent: z.int().min(1).max(99).describe("Whole percent of the answers of its level, 1 to 99."),
    ...temporary,
  }),
]);
export type Override = z.infer<typeof Override>;

export const overrideFields = {
  overrides: z.array(Override).default([]).describe("What differs from the weights for a while: maintenance, a manual failover, a canary."),
};
