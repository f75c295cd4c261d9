import { z } from "zod";
import { Cloud, Key } from "../values/names";
import { type Rule, withRules } from "../file/rules";

const words = ["standby", "disabled"] as const;

/** The part of a member that takes answers while all is well; a standby takes a trickle, a disabled one none at all. */
function member(max: number) {
  const error = ({ input }: { readonly input?: unknown }) => describeNoMember(input, max);
  return z.union([z.int({ error }).min(1, { error }).max(max, { error }), z.enum(words)], { error });
}

/** Percent. */
const Share = member(100);
/** Relative to its siblings; a byte, as Route 53 has it. */
const Weight = member(255);
export type Member = z.infer<typeof Weight>;
export type ServingMember = Exclude<Member, "disabled">;

function describeNoMember(input: unknown, max: number): string | undefined {
  if (input === undefined) return undefined;
  if (input === 0)
    return "0 is never written, since it means something else with every DNS provider: write standby (takes over when the others are lost) or disabled (never answers)";
  if (typeof input === "number" && input < 0)
    return `${input} is below the minimum 1; write the share as a positive whole number, standby or disabled`;
  if (typeof input === "number" && !Number.isInteger(input))
    return `${input} is not a whole number; write one from 1 to ${max}, standby or disabled`;
  if (typeof input === "number") return `${input} is above the maximum ${max}; write ${max} or less, standby or disabled`;
  return `${JSON.stringify(input)} is no weight; write a whole number from 1 to ${max}, standby or disabled`;
}

/** The numbers of a level are percent of what the level gets. */
export const wholeIsHundred: Rule<Readonly<Record<string, Member>>> = (members, { sound, report }) => {
  const entries = Object.entries(members);
  if (!entries.every(([key]) => sound(key))) return;
  const numbers = entries.flatMap(([key, value]) => (typeof value === "number" ? [{ key, value }] : []));
  const sum = numbers.reduce((total, { value }) => total + value, 0);
  if (sum === 100) return;
  if (entries.length === 0) return report([], "is empty; name who serves, with weights that add up to 100");
  if (numbers.length === 0) return report([], "has nobody who answers; give one a weight, and the weights add up to 100");
  const remedy = sum < 100 ? `add ${100 - sum} somewhere` : `take ${sum - 100} away`;
  report([], `sum to ${sum} (${numbers.map(({ key, value }) => `${key} ${value}`).join(" + ")}), not to 100; ${remedy}`);
};

export const weightFields = {
  weights: withRules(z.partialRecord(Cloud, Share), wholeIsHundred).describe(
    "Percent of answers by cloud, or standby or disabled; the numbers add up to 100. A cloud that serves nothing is left out or disabled.",
  ),
  regions: z
    .partialRecord(Cloud, withRules(z.record(z.string(), Share), wholeIsHundred))
    .default({})
    .describe(
      "Percent of a cloud's answers by region, or standby or disabled; the numbers of a cloud add up to 100. Default: by the weights of the clusters in each region.",
    ),
  clusters: z
    .record(Key, Weight)
    .optional()
    .describe(
      "The clusters that serve, each with its weight (1 to 255) relative to the others of its region, or standby or disabled. Required in a traffic stack of its own: the fleet must know whom DNS serves before it drops one. Default, where fleet and traffic are one stack: every cluster of a weighted cloud, equal.",
    ),
  standbyTrickle: z
    .int()
    .min(1)
    .max(5)
    .default(1)
    .describe(
      "Answers that each standby gets for every 100 of those that serve, 1 to 5: what is never used does not work when it is needed.",
    ),
  onCloudLoss: z
    .enum(["redirect", "renormalise"])
    .describe(
      "Who answers instead of a lost cloud: redirect sends its share to one other cloud (backups), renormalise divides it among the others by their weights.",
    ),
  backups: z
    .partialRecord(Cloud, Cloud)
    .default({})
    .describe("With redirect, who takes a lost cloud's share. Default: of the other clouds that serve, the one with the largest weight."),
};

interface Backups {
  readonly weights: Readonly<Partial<Record<Cloud, Member>>>;
  readonly onCloudLoss: "redirect" | "renormalise";
  readonly backups: Readonly<Partial<Record<Cloud, Cloud>>>;
}

export const backupsServe: Rule<Backups> = ({ weights, onCloudLoss, backups }, { sound, readable, report }) => {
  if (!readable("weights") || !readable("backups") || !sound("onCloudLoss")) return;
  for (const [cloud, backup] of Object.entries(backups).filter(([cloud]) => sound("backups", cloud))) {
    const path = ["backups", cloud];
    const serves = (name: string) => Object.entries(weights).some(([key, value]) => key === name && value !== "disabled");
    if (onCloudLoss === "renormalise")
      report(path, `"${backup}" has no effect: onCloudLoss is renormalise; remove it, or write redirect`, ["onCloudLoss"]);
    else if (cloud === backup) report(path, `${cloud} cannot stand in for itself; name another cloud`);
    else
      for (const name of [cloud, backup])
        if (!serves(name)) report(path, `${name} does not serve; give it a weight, or remove this line`, ["weights"]);
  }
};
