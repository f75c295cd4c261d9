import { z } from "zod";
import type { Path, Scope } from "../file/rules";
import type { Traffic } from "./index";
import { temporary } from "./overrides";
import type { Scopes, Served } from "./rules/serving";

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

/** What is temporary has an end, as overrides have. */
export function checkChange({ change }: Traffic, fleet: Served, { fleet: known, traffic: scope }: Scopes): void {
  if (!known.sound("settings", "asOf")) return;
  for (const word of ["allowStep", "allowReplacement"] as const) {
    const allowed = scope.sound("change", word) ? change[word] : undefined;
    if (allowed !== undefined) checkExpiry(["change", word], allowed.until, fleet.settings.asOf, scope);
  }
}

/** Days are judged at settings.asOf, since a plan never reads the clock. */
export function checkExpiry(path: Path, until: string, asOf: string, { report }: Scope): void {
  if (until < asOf)
    report([...path, "until"], `${until} is over at settings.asOf ${asOf}; remove it, or decide again and write a later day`);
}
