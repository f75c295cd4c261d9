import type { Finding } from "../../config/file/messages";
import type { TrafficPlan } from "../model/traffic";
import { accepts, carries, type ClusterLoad, type DatabaseLoad, type Outcome, type Survival, survivalOf } from "./survival";
import type { FleetCapacity } from "../model/capacity";
import { whoCouldAnswer } from "./nobodyLeft";
import { describeGrowth, type Growth, growthFor, largestPeak } from "./remedies";

/** What the fleet would carry after it has grown; undefined where it cannot. */
export type Grow = (growth: readonly Growth[]) => FleetCapacity | undefined;

/**
 * Losses that the fleet does not carry and that nobody allowed, each with its numbers and the smallest change that mends all of them.
 *
 * @param grow tries what would be advised @default it is advised as it is
 */
export function survivalFindings(plan: TrafficPlan, capacity: FleetCapacity, grow?: Grow): Finding[] {
  const found = unsurvived(plan, survivalOf(plan, capacity));
  const remedy = remedyFor(plan, capacity, found, grow);
  return found.map((outcome) => ({
    path: ["traffic", outcome.clusters.length === 0 ? "weights" : "peakRps"],
    message: describe(plan, capacity, outcome, remedy),
  }));
}

/** What mends all of them: an edit for one of them alone would be refused for the others. */
function remedyFor(plan: TrafficPlan, capacity: FleetCapacity, outcomes: readonly Outcome[], grow?: Grow): string {
  const { peakRps = 0 } = plan;
  const answered = outcomes.filter(({ clusters }) => clusters.length > 0);
  const growth = growthFor(answered, capacity);
  const after = growth.length === 0 ? undefined : grow?.(growth);
  const helps = growth.length > 0 && (grow === undefined || (after !== undefined && isCarried(plan, after)));
  const peak = largestPeak(peakRps, answered);
  const less = peak === undefined ? [] : [`lower traffic.peakRps to ${peak}`];
  if (helps) return [growth.map(describeGrowth).join(" and "), ...less].join(", or ");
  return [...less, "let further clusters serve: those that answer cannot grow that far by their maxima alone"].join(", or ");
}

/** Whoever answers carries it; a loss that leaves nobody is another finding. */
function isCarried(plan: TrafficPlan, capacity: FleetCapacity): boolean {
  return unsurvived(plan, survivalOf(plan, capacity)).every(({ clusters }) => clusters.length === 0);
}

function unsurvived({ clouds }: TrafficPlan, { nothingLost, losses }: Survival): Outcome[] {
  const alone = clouds.flatMap(({ regions }) => (regions.length === 1 ? regions.map(({ region }) => region) : []));
  const told = [nothingLost, ...losses.filter(({ lost: [name = ""] }) => !alone.includes(name))];
  return told.filter(({ survives, allowed }) => !survives && allowed === undefined);
}

/** One outcome as a sentence: who would get what, what they carry, and what to do. */
export function describe(
  plan: TrafficPlan,
  capacity: FleetCapacity,
  outcome: Outcome,
  remedy = remedyFor(plan, capacity, [outcome]),
): string {
  const accept = acceptance(plan, outcome);
  if (outcome.clusters.length === 0)
    return `nobody is left to answer ${circumstance(plan, outcome)}; ${whoCouldAnswer(plan, capacity, outcome.lost)}${accept}`;

  const overloaded = outcome.clusters.filter((cluster) => !carries(cluster));
  const exhausted = outcome.databases.filter((database) => !accepts(database));
  const parts = [...overloaded.map(describeOverload), ...exhausted.map(describeExhausted)].join("; ");
  const { peakRps = 0 } = plan;
  const whose = capacity.of === "deployed" ? " (as the fleet is deployed)" : "";
  return `${peakRps} requests per second are not carried ${circumstance(plan, outcome)}${whose}: ${parts}; ${remedy}${accept}`;
}

function circumstance(plan: TrafficPlan, { lost }: Outcome): string {
  const are = (names: readonly string[]) => `${names.join(" and ")} ${names.length > 1 ? "are" : "is"}`;
  if (lost.length > 0) return `when ${are(lost)} lost`;
  const takenAway = takenAwayIn(plan);
  return takenAway.length > 0 ? `while ${are(takenAway)} taken away` : "even while everything lives";
}

/** Nobody accepts what is lost without a loss, and what two losses at once do is only a question. */
function acceptance(plan: TrafficPlan, { lost }: Outcome): string {
  const [place, ...more] = lost.length > 0 ? lost : takenAwayIn(plan);
  if (place === undefined || more.length > 0) return "";
  return `, or accept it for a while with traffic.allowDegraded: [{ lost: ${place}, reason: ..., until: YYYY-MM-DD }]`;
}

function takenAwayIn({ manualFailover }: TrafficPlan): readonly string[] {
  return (manualFailover?.places ?? []).map(({ lost }) => lost);
}

function describeOverload({ cluster, share, load }: ClusterLoad): string {
  if (load === undefined) return cluster;
  const { rps, rpsPerReplica, maxReplicas, room, capacityRps } = load;
  const limit = room < maxReplicas ? `its pools have room for ${room} replicas` : `its maximum is ${maxReplicas} replicas`;
  return `${cluster} would get ${whole(rps)} (${percent(share)}) and carries ${capacityRps} (${limit} of ${rpsPerReplica} each)`;
}

function describeExhausted({ database, connections, maxConnections }: DatabaseLoad): string {
  return `${database} would get ${connections} connections and accepts ${maxConnections}`;
}

function whole(rps: number): string {
  return String(Math.ceil(rps));
}

function percent(share: number): string {
  return `${Math.round(share * 1_000) / 10} %`;
}
