import { nearest } from "../../file/messages";
import type { Path, Scope } from "../../file/rules";
import { checkLastDay } from "../../values/lastDay";
import type { Traffic } from "../index";
import type { Override } from "../overrides";
import { answeringClusters, type Scopes, type Served, type ServingCluster } from "./serving";

/** What differs from the weights for a while has an end, is about somebody who serves, and leaves somebody to answer. */
export function checkOverrides(traffic: Traffic, fleet: Served, scopes: Scopes): void {
  const { fleet: known, traffic: scope } = scopes;
  if (!scope.readable("overrides")) return;
  const overrides = traffic.overrides.flatMap((override, index) => (scope.sound("overrides", index) ? [{ override, index }] : []));
  if (known.sound("settings", "asOf"))
    for (const { override, index } of overrides) checkLastDay(["overrides", index], override.until, fleet.settings.asOf, scope);
  const there = answeringClusters(traffic, fleet, scopes);
  if (there === undefined) return;
  checkPlaces(overrides, there, scope);
  checkCanaries(overrides, there, scope);
}

interface Placed {
  readonly override: Override;
  /** In the list. */
  readonly index: number;
}

/** Overrides name places that serve, once each, and somebody is left to answer. */
function checkPlaces(overrides: readonly Placed[], there: readonly ServingCluster[], { report }: Scope): void {
  const places = new Set(there.flatMap(({ name, cloud, region }) => [name, cloud, region]));
  const first = new Map<string, number>();
  for (const { override, index } of overrides) {
    const [key, place] = override.kind === "canary" ? ["to", override.to] : ["from", override.from];
    const path: Path = ["overrides", index, key];
    const near = nearest(place, [...places]);
    const earlier = first.get(place);
    if (!places.has(place))
      report(
        path,
        `"${place}" is no cloud, region or cluster that serves${near === undefined ? `; there are ${[...places].sort().join(", ")}` : `; did you mean "${near}"?`}`,
      );
    else if (earlier !== undefined) report(path, `"${place}" has an override already, number ${earlier + 1}; keep one`);
    first.set(place, earlier ?? index);
  }
  const gone = new Set(overrides.flatMap(({ override }) => (override.kind === "canary" ? [] : [override.from])));
  if (there.length > 0 && there.every(({ name, cloud, region }) => [name, cloud, region].some((place) => gone.has(place))))
    report(["overrides"], "take every place away, and DNS would have nobody to answer with; remove one");
}

/** A canary takes its part from siblings: there are some, and one canary at a time leaves them the rest. */
function checkCanaries(overrides: readonly Placed[], there: readonly ServingCluster[], { report }: Scope): void {
  const siblingsOf = (place: string): readonly string[] => {
    const one = there.find(({ name, cloud, region }) => [name, cloud, region].includes(place));
    if (one === undefined) return [];
    if (place === one.cloud) return unique(there.map(({ cloud }) => cloud));
    if (place === one.region) return unique(there.filter(({ cloud }) => cloud === one.cloud).map(({ region }) => region));
    return there.filter(({ region }) => region === one.region).map(({ name }) => name);
  };
  const canaries = overrides.flatMap(({ override, index }) => (override.kind === "canary" ? [{ place: override.to, index }] : []));
  canaries.forEach(({ place, index }, order) => {
    const path: Path = ["overrides", index, "to"];
    const siblings = siblingsOf(place);
    const other = canaries.slice(0, order).find((earlier) => earlier.place !== place && siblings.includes(earlier.place));
    if (siblings.length === 1)
      report(path, `"${place}" is alone on its level and gets all of it; name a place that has siblings, or remove it`);
    if (other !== undefined)
      report(path, `"${place}" is on the level of the canary ${other.place}, and a level has one at a time; remove one`);
  });
}

function unique<Name extends string>(names: readonly Name[]): Name[] {
  return [...new Set(names)];
}
