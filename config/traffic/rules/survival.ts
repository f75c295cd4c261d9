import { describeUnknown } from "../../file/messages";
import { checkLastDay } from "../../values/lastDay";
import type { Traffic } from "../index";
import { answeringClusters, type Scopes, type Served } from "./serving";

/** What the survivors of a loss could carry is known, and exceptions are about losses that can happen, and end. */
export function checkSurvival(traffic: Traffic, fleet: Served, scopes: Scopes): void {
  checkPeak(traffic, fleet, scopes);
  if (!scopes.traffic.readable("allowDegraded")) return;
  const sound = traffic.allowDegraded.flatMap((exception, index) =>
    scopes.traffic.sound("allowDegraded", index) ? [{ ...exception, index }] : [],
  );
  if (scopes.fleet.sound("settings", "asOf"))
    for (const { until, index } of sound) checkLastDay(["allowDegraded", index], until, fleet.settings.asOf, scopes.traffic);
  for (const { lost, index } of sound) {
    const first = sound.find((other) => other.lost === lost);
    if (first !== undefined && first.index < index)
      scopes.traffic.report(["allowDegraded", index, "lost"], `"${lost}" is allowed already, by number ${first.index + 1}; keep one`);
  }
  const answering = answeringClusters(traffic, fleet, scopes);
  if (answering === undefined) return;
  const places = [...new Set(answering.flatMap(({ cloud, region }) => [cloud, region]))].sort();
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
