import { z } from "zod";
import { Day } from "../values/date";
import { Reason } from "../values/reason";

/** What every kind of cluster says. */

export const Version = z
  .string({
    error: ({ input }) =>
      typeof input === "number" && Number.isFinite(input)
        ? `${input} is a number, and YAML reads 1.30 as 1.3; write the version in quotes, such as "1.35"`
        : undefined,
  })
  .regex(/^1\.\d\d$/, {
    error: ({ input }) =>
      `"${String(input)}" is not a minor version; write it without "v" and without a patch, such as "1.35": the cloud picks the patch`,
  });

export const unreachable = z
  .strictObject({
    reason: Reason.describe("Why, for whoever reads the plan."),
    until: Day.describe("Day, YYYY-MM-DD, by which somebody looks again: within a year of settings.asOf, at which it is judged."),
  })
  .optional()
  .describe(
    "Freezes the cluster while its API server or its cloud is down: nothing of it is changed, validated or called, and the rest of the stack can change. Remove it afterwards.",
  );
