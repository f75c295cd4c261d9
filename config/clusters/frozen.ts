import type { Rule } from "../file/rules";
import { checkLastDay } from "../values/lastDay";
import type { Settings } from "../settings";
import type { Clusters } from ".";

/** A cluster is frozen for a while: somebody looks again on a day that can still come, and soon. */
export const frozenForAWhile: Rule<{ readonly settings: Settings; readonly clusters: Clusters }> = ({ settings, clusters }, scope) => {
  if (!scope.sound("settings", "asOf") || !scope.readable("settings") || !scope.readable("clusters")) return;
  const pathOf = (name: string) => ["clusters", name, "unreachable"];
  for (const [name, { unreachable }] of Object.entries(clusters).filter(([name]) => scope.sound(...pathOf(name))))
    if (unreachable !== undefined) checkLastDay(pathOf(name), unreachable.until, settings.asOf, scope);
};
