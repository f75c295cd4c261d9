import { z } from "zod";
import { noRepeats, type Rule, withRules } from "../file/rules";
import { Reason } from "../values/reason";
import { partitionOf, partitions } from "../../catalogue/partitions";

const Region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$|^[a-z]+-[a-z]+\d{1,2}$|^[a-z]+\d?$/, {
  error: ({ input }) =>
    `"${String(input)}" is no cloud's name for a region; write it as us-west-2 (AWS), westus2 (Azure) or us-west1 (Google Cloud)`,
});

const Zone = z.string().regex(/^[a-z0-9]+-az[1-7]$|^[a-z]+-[a-z]+\d{1,2}-[a-z]$|^[1-3]$/, {
  error: ({ input }) =>
    `"${String(input)}" is no cloud's name for a zone; write it as usw2-az1 (AWS), "1" (Azure) or us-west1-a (Google Cloud)`,
});

const NewPlace = z.strictObject({
  zones: withRules(z.array(Zone), noRepeats)
    .default([])
    .describe("Its zones, or those that a region of the catalogue has got since: usw2-az5."),
  reason: Reason.describe("Where one reads of it: the vendor's announcement, with its date."),
});

/** Other partitions have other names for services, and nobody has looked at them. */
const partitionsAreKnown: Rule<Readonly<Record<string, unknown>>> = (places, { report }) => {
  for (const region of Object.keys(places))
    if (region.includes("-") && partitionOf(region) === undefined)
      report([region], `"${region}" is in a partition of AWS that the program does not know; choose regions of ${partitions.join(", ")}`);
};

/** The word of somebody who knows better than the catalogue: regions and zones that are newer than it. */
export const NewPlaces = withRules(z.record(Region, NewPlace), partitionsAreKnown);
export type NewPlaces = z.infer<typeof NewPlaces>;
