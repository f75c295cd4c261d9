import type { Path, Scope } from "../file/rules";

/**
 * What is there for a while has a last day that is not over, and within a year: nobody decides for longer, and a slip in the year would be for
 * ever. Days are judged at settings.asOf, since a plan never reads the clock.
 */
export function checkLastDay(path: Path, until: string, asOf: string, { report }: Pick<Scope, "report">): void {
  const latest = aYearAfter(asOf);
  if (until < asOf)
    report([...path, "until"], `${until} is over at settings.asOf ${asOf}; remove it, or decide again and write a later day`);
  else if (until > latest)
    report(
      [...path, "until"],
      `${until} is more than a year after settings.asOf ${asOf}; write a day by which somebody decides again, ${latest} at the latest`,
    );
}

/** As text, which sorts as days do; a 29 February has the 28th a year after it. */
function aYearAfter(day: string): string {
  return `${Number(day.slice(0, 4)) + 1}`.padStart(4, "0") + (day.endsWith("-02-29") ? "-02-28" : day.slice(4));
}
