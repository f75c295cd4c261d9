import { z } from "zod";
import type { Rule } from "../file/rules";
import { int32 } from "../values/counts";
import type { Scaling } from "./scaling";

const Percent = z.string().regex(/^(100|[1-9]?[0-9])%$/, { error: ({ input }) => describeNoAmount(input) });
const IntOrPercent = z.union([int32(0), Percent], {
  error: ({ input }) => (input === undefined ? undefined : describeNoAmount(input)),
});

/** How many replicas an update, a node drain and a stop may cost. */
export const availability = {
  rollingUpdate: z
    .strictObject({
      maxSurge: IntOrPercent.describe("Replicas above the wanted count during an update: a count or a percentage, rounded up."),
      maxUnavailable: IntOrPercent.describe("Replicas below the wanted count during an update: a count or a percentage, rounded down."),
    })
    .describe("How an update replaces replicas; at least one of the two is above 0."),
  shutdown: z
    .strictObject({
      gracePeriodSeconds: int32(1).describe(
        "Seconds from the stop of a replica until it is killed, preStopSeconds included; at most 30 where spot is tolerate.",
      ),
      preStopSeconds: int32(0).describe(
        "Seconds that a stopping replica keeps serving while load balancers and endpoints forget it; below gracePeriodSeconds.",
      ),
    })
    .describe("How a replica goes without losing requests."),
  disruptionBudget: z
    .strictObject({
      maxUnavailable: IntOrPercent.describe(
        "Replicas that may be away at once while nodes are drained: a count or a percentage, rounded up. Above 0, below all.",
      ),
    })
    .describe("What node upgrades and scale-downs may take at once."),
};

type Availability = z.infer<z.ZodObject<typeof availability>>;

export const updateMoves: Rule<Pick<Availability, "rollingUpdate">> = ({ rollingUpdate }, { sound, report }) => {
  if (!sound("rollingUpdate")) return;
  const { maxSurge, maxUnavailable } = rollingUpdate;
  const path = ["rollingUpdate", "maxUnavailable"];
  if (isNone(maxSurge) && isNone(maxUnavailable))
    report(
      ["rollingUpdate", "maxSurge"],
      `${maxSurge} together with maxUnavailable ${maxUnavailable} lets an update replace nothing; raise one of them, such as maxSurge: 25%`,
      path,
    );
  if (maxUnavailable === "100%") report(path, "100% stops every replica at once; write less, such as 0 with maxSurge: 25%");
};

type Scaled = { readonly scaling: Scaling };

/** The fewest replicas of which some are left where others go: one alone is drained or nothing is. Undefined where there is never a second one. */
function fewestOfSeveral(scaling: Scaling): number | undefined {
  const { min, max } = scaling.engine === "fixed" ? { min: scaling.replicas, max: scaling.replicas } : scaling;
  return max < 2 ? undefined : Math.max(min, 2);
}

/** Of a Deployment's replicas: a percentage below 100 is rounded down, so that a count alone can stand for all. */
export const updateKeepsSome: Rule<Pick<Availability, "rollingUpdate"> & Scaled> = ({ rollingUpdate, scaling }, { sound, report }) => {
  const path = ["rollingUpdate", "maxUnavailable"];
  if (!sound(...path) || !sound("scaling")) return;
  const fewest = fewestOfSeveral(scaling);
  const { maxUnavailable } = rollingUpdate;
  if (fewest === undefined || typeof maxUnavailable === "string" || maxUnavailable < fewest) return;
  report(
    path,
    `${maxUnavailable} lets an update stop all ${fewest} replicas at once; write ${fewest - 1} or less, such as 0 with maxSurge: 25%`,
    ["scaling", "min"],
    ["scaling"],
  );
};

/** @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/#rounding-logic-when-specifying-percentages */
export const budgetAllowsSome: Rule<Pick<Availability, "disruptionBudget"> & Scaled> = (
  { disruptionBudget, scaling },
  { sound, report },
) => {
  const path = ["disruptionBudget", "maxUnavailable"];
  if (!sound(...path)) return;
  const { maxUnavailable } = disruptionBudget;
  if (isNone(maxUnavailable)) return report(path, `${maxUnavailable} forbids every node drain and so every upgrade; allow 1 or more`);
  const fewest = sound("scaling") ? fewestOfSeveral(scaling) : undefined;
  if (fewest === undefined) return;
  const isPercent = typeof maxUnavailable === "string";
  const taken = isPercent ? Math.ceil((fewest * Number.parseInt(maxUnavailable, 10)) / 100) : maxUnavailable;
  if (taken < fewest) return;
  const rounded = isPercent && maxUnavailable !== "100%" ? ", rounded up," : "";
  const most = Math.floor((100 * (fewest - 1)) / fewest);
  report(
    path,
    `${maxUnavailable}${rounded} lets a drain take all ${fewest} replicas at once; allow ${fewest - 1} or fewer, or ${most}% at most`,
    ["scaling", "min"],
    ["scaling"],
  );
};

/** Azure and Google Cloud take a spot node back after 30 seconds, AWS after 120: https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms */
const spotNoticeSeconds = 30;

export const shutdownFits: Rule<Pick<Availability, "shutdown"> & { readonly spot: "tolerate" | "avoid" }> = (
  { shutdown, spot },
  { sound, report },
) => {
  if (!sound("shutdown", "gracePeriodSeconds")) return;
  const grace = ["shutdown", "gracePeriodSeconds"];
  const { gracePeriodSeconds, preStopSeconds } = shutdown;
  if (sound("shutdown", "preStopSeconds") && preStopSeconds >= gracePeriodSeconds) {
    const message = `${preStopSeconds} leaves nothing of gracePeriodSeconds ${gracePeriodSeconds} to finish requests; lower it or raise gracePeriodSeconds`;
    report(["shutdown", "preStopSeconds"], message, grace);
  }
  if (sound("spot") && spot === "tolerate" && gracePeriodSeconds > spotNoticeSeconds)
    report(grace, `${gracePeriodSeconds} is above the ${spotNoticeSeconds} seconds' notice of a spot node; lower it, or set spot: avoid`, [
      "spot",
    ]);
};

function isNone(value: string | number): boolean {
  return value === 0 || value === "0%";
}

function describeNoAmount(input: unknown): string {
  return `${JSON.stringify(input)} is neither a count nor a percentage; write a whole number such as 1, or 0% to 100%`;
}
