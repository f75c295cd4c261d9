import type { Traffic } from "..";
import type { Scopes, Served } from "./serving";
import type { Path, Scope } from "../../file/rules";

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
