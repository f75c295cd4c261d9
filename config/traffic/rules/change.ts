import type { Traffic } from "..";
import { checkLastDay } from "../../values/lastDay";
import type { Scopes, Served } from "./serving";

/** What is temporary has an end, as overrides have. */
export function checkChange({ change }: Traffic, fleet: Served, { fleet: known, traffic: scope }: Scopes): void {
  if (!known.sound("settings", "asOf")) return;
  for (const word of ["allowStep", "allowReplacement"] as const) {
    const allowed = scope.sound("change", word) ? change[word] : undefined;
    if (allowed !== undefined) checkLastDay(["change", word], allowed.until, fleet.settings.asOf, scope);
  }
}
