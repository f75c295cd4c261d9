import { z } from "zod";
import type { ApiAccess, GkeApiAccess } from "./apiAccess";
import { show } from "../file/wording";
import { Overrides } from "../overrides";
import type { Path, Rule } from "../file/rules";
import { isUnrouted } from "../values/cidr";

const Spot = z
  .strictObject({
    percent: z.int().min(0).max(100).describe("Largest share of a pool's max on spot nodes, in whole percent, for pools with min above 0."),
    policy: z
      .enum(["availability", "strictMax"])
      .default("availability")
      .describe(
        "What a shortage of spot nodes costs: availability lets on-demand nodes carry everything (money), strictMax keeps the pool's max (capacity).",
      ),
  })
  .meta({ id: "Spot", description: "How much of this cloud runs on spot nodes." });

const Reserved = z
  .strictObject({
    percent: z
      .int()
      .min(1)
      .max(100)
      .describe("Share of the nodes that pools start with, in whole percent; counted up to the on-demand minimum."),
    years: z
      .union([z.literal(1), z.literal(3)], {
        error: ({ input }) =>
          input === undefined ? undefined : `${show(input)} is no term: a commitment runs for 1 or 3 years; write one of them`,
      })
      .describe("Term, in years: 1 or 3."),
  })
  .meta({
    id: "Reserved",
    description:
      "Nodes to commit to in advance for a discount. Reported as the output `commitments`, never bought: a purchase is a contract.",
  });

/** Keys of every cloud. */
export const shared = {
  spot: Spot.prefault({ percent: 0 }).describe("How much of this cloud runs on spot nodes."),
  reserved: Reserved.optional().describe("Nodes to commit to in advance; only reported. Default: none."),
  overrides: Overrides.default({}).describe("What differs in every cluster of this cloud; a cluster's own overrides win."),
};

/** @param limit the most blocks that the cloud leaves for the operator's own */
export function noMoreBlocksThan(limit: number): Rule<{ readonly apiAccess: z.infer<typeof GkeApiAccess> }> {
  const path: Path = ["apiAccess", "cidrs"];
  return ({ apiAccess }, { sound, report }) => {
    if (sound("apiAccess") && apiAccess.mode === "restricted" && apiAccess.cidrs.length > limit)
      report(path, `has ${apiAccess.cidrs.length} blocks, at most ${limit} are possible; merge neighbours into wider blocks`);
  };
}

/** @param reason why a private one lets nobody in */
export function blocksArePublic(reason: string): Rule<{ readonly apiAccess: z.infer<typeof ApiAccess> }> {
  return ({ apiAccess }, { sound, readable, report }) => {
    if (!readable("apiAccess", "cidrs") || !sound("apiAccess", "mode") || apiAccess.mode === "private") return;
    apiAccess.cidrs.forEach((block, index) => {
      if (sound("apiAccess", "cidrs", index) && isUnrouted(block))
        report(["apiAccess", "cidrs", index], `"${block}" is private; ${reason}; remove it`);
    });
  };
}
