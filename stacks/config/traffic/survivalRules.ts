import { describeUnknown } from "../messages";
import type { Traffic } from "./index";
import { type Scopes, type Served, serving, weightedClouds } from "./serving";

/** What the survivors of a loss could carry is known, and exceptions are about losses that can happen, and end. */
export function checkSurvival(traffic: Traffic, fleet: Served, scopes: Scopes): void {
  checkPeak(traffic, fleet, scopes);
  if (!scopes.traffic.readable("allowDegraded")) return;
  const sound = traffic.allowDegraded.flatMap((exception, index) =>
    scopes.traffic.sound("allowDegraded", index) ? [{ ...exception, index }] : [],
  );
  if (scopes.fleet.sound("settings", "asOf"))
    for (const { until, index } of sound.filter(({ until }) => until < fleet.settings.asOf))
      scopes.traffic.report(
        ["allowDegraded", index, "until"],
        `${until} is over at settings.asOf ${fleet.settings.asOf}; remove it, or decide again and write a later day`,
      );
  for (const { lost, index } of sound) {
    const first = sound.find((other) => other.lost === lost);
    if (first !== undefined && first.index < index)
      scopes.traffic.report(["allowDegraded", index, "lost"], `"${lost}" is allowed already, by number ${first.index + 1}; keep one`);
  }
  const places = placesOf(traffic, fleet, scopes);
  if (places === undefined) return;
  for (const { lost, index } of sound.filter((exception) => !places.includes(exception.lost)))
    scopes.traffic.report(["allowDegraded", index, "lost"], describeUnknown(lost, places, "is no cloud or region that serves"));
}

function checkPeak({ peakRps }: Traffic, { workloads }: Served, { traffic, fleet }: Scopes): void {
  if (peakRps === undefined || !traffic.sound("peakRps") || !fleet.readable("workloads")) return;
  const names = Object.keys(workloads);
  if (!names.every((name) => fleet.sound("workloads", name, "expose") && fleet.sound("workloads", name, "capacity"))) return;
  const exposed = names.find((name) => workloads[name]?.expose !== undefined);
  if (exposed !== undefined && workloads[exposed]?.capacity === undefined)
    traffic.report(
      ["peakRps"],
      `${peakRps} cannot be judged: workloads.${exposed} does not say what a replica carries; add capacity: { rpsPerReplica: ... } there, or remove peakRps`,
    );
}

/** Undefined while something is wrong about who serves. */
function placesOf(traffic: Traffic, fleet: Served, scopes: Scopes): readonly string[] | undefined {
  if (!scopes.fleet.readable("clusters") || !scopes.traffic.readable("weights") || !scopes.traffic.readable("clusters")) return undefined;
  const isKnown = (name: string) => scopes.fleet.sound("clusters", name, "cloud") && scopes.fleet.sound("clusters", name, "region");
  if (!Object.keys(fleet.clusters).every(isKnown)) return undefined;
  const clouds = weightedClouds(traffic);
  const there = serving(traffic, fleet).filter(({ cloud }) => clouds.includes(cloud));
  return [...new Set(there.flatMap(({ cloud, region }) => [cloud, region]))].sort();
}
