import { z } from "zod";

/** A calendar day, YYYY-MM-DD: sorted as text, days are in their order. */
export const Day = z.iso.date({
  error: ({ input }) => (typeof input === "string" ? `"${input}" is not a date; write it as 2026-11-30` : undefined),
});
