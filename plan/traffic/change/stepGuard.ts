import type { Finding } from "../../../config/file/messages";
import { appliedBy } from "./applied";
import { anybodyAway, distance, type Move, movesBetween } from "./moves";
import { levelOf } from "./places";
import { type Stop, stopsOf, tolerance } from "./stops";
import type { TrafficPlan } from "../../model/traffic";
import type { AppliedTraffic } from "../../model/outputs";
import type { ChangePlan } from "../../model/traffic/change";

/** Where one update would move answers further than the section lets it: one finding for each level whose weights do it. */
export function stepFindings(before: AppliedTraffic, after: TrafficPlan): Finding[] {
  const { change } = after;
  if (change.allowStep !== undefined) return [];
  const { weights } = appliedBy(after);
  const moves = movesBetween(before.weights, weights);
  const tooFar = moves.filter((move) => distance(move) > change.maxStepPercent + tolerance);
  const levels = new Set(tooFar.filter((move) => !followsParent(move, tooFar)).map(({ path }) => levelOf(path)));
  // What is away has its share from an override, and no weight would say the same.
  const canStop = !anybodyAway(before.weights) && !anybodyAway(weights);
  return [...levels].map((level) => {
    const members = moves.filter(({ path }) => levelOf(path) === level);
    const said = members.filter((move) => tooFar.includes(move)).map(describe);
    const way = describeWay(canStop ? stopsOf(members, change.maxStepPercent) : undefined);
    return {
      path: pathOf(members, change),
      message:
        `${said.join(", and ")} of all answers in one update, where ${change.maxStepPercent} points are the most ` +
        `(traffic.change.maxStepPercent); ${way}, or say why it has to be one step in traffic.change.allowStep: { reason, until }`,
    };
  });
}

/** Whether it has the same part as before of a place that moves too far itself. */
function followsParent({ path, from, to }: Move, tooFar: readonly Move[]): boolean {
  const parent = tooFar.find((move) => move.path.join("/") === levelOf(path));
  if (parent === undefined) return false;
  return parent.from === 0 || parent.to === 0 || Math.abs(from / parent.from - to / parent.to) < tolerance;
}

function describe({ path, from, to, onceBack }: Move): string {
  const name = path.at(-1) ?? "";
  return onceBack
    ? `${name} is away and would come back with ${percent(to)} instead of ${percent(from)}`
    : `${name} would go from ${percent(from)} to ${percent(to)}`;
}

function describeWay(stops: readonly Stop[] | undefined): string {
  if (stops === undefined) return "take smaller steps";
  return `go by way of ${stops.map((stop) => `${stop.name} ${percent(stop.percent)}`).join(", ")}`;
}

export function percent(value: number): string {
  return `${Number(value.toFixed(1))} %`;
}

/** Where the stack file decides how a level is divided. */
function pathOf([member]: readonly Move[], { weightedRegions }: ChangePlan): Finding["path"] {
  const [cloud = "", ...below] = member?.path ?? [];
  if (below.length === 0) return ["traffic", "weights"];
  return below.length === 1 && weightedRegions.includes(cloud) ? ["traffic", "regions", cloud] : ["traffic", "clusters"];
}
