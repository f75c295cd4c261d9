import type { Finding } from "../../../config/file/messages";
import { type Problem, problemsIn } from "../../../config/file/problems";
import { appliedBy } from "./applied";
import { levelOf, type Place, placesOf } from "./places";
import { percent, stepFindings } from "./stepGuard";
import type { TrafficPlan } from "../../model/traffic";
import type { AppliedTraffic, EffectiveWeights } from "../../model/outputs";
import { ownEntry } from "../../../facts/properties/ownEntry";

/**
 * Why an update must not follow the last one like this: it would move answers too far at once, or make anew or take away what answers.
 * Paths begin with "traffic", in the file that has the section.
 *
 * @param before what the last update applied, or a base would
 */
export function guardFindings(before: AppliedTraffic, after: TrafficPlan): Finding[] {
  return [...stepFindings(before, after), ...lossFindings(before, after), ...replacementFindings(before, after)];
}

/** The same, in the stack's file. */
export function guardProblems(before: AppliedTraffic, after: TrafficPlan): Problem[] {
  return problemsIn(after.stack, guardFindings(before, after));
}

/** Clusters that answered and would go without a word: a line may be gone by mistake, and resolvers go on with the addresses for a TTL. */
function lossFindings({ weights }: AppliedTraffic, after: TrafficPlan): Finding[] {
  const kept = placesOf(appliedBy(after).weights);
  return [...placesOf(weights)].flatMap(([key, { path, share }]) => {
    const [, , cluster] = path;
    if (cluster === undefined || share === 0 || kept.has(key) || after.change.disabled.includes(cluster)) return [];
    const message =
      `answers ${percent(share)} of all questions and would be gone without a word; first say that it is disabled (here, or its region or its ` +
      `cloud), update, and remove it once the TTL of ${after.ttlSeconds} s is over`;
    return [{ path: ["traffic", "clusters", cluster], message }];
  });
}

/** Live records and checks that would be made anew, and names that would answer no more, unless the section allows it. */
export function replacementFindings(before: AppliedTraffic, after: TrafficPlan): Finding[] {
  if (after.change.allowReplacement !== undefined) return [];
  const now = appliedBy(after);
  return [
    ...lostNames(before.applied.names, now.applied.names),
    ...remade(before.applied.forLife.records, after.change.forLife.records, "every record anew, and takes the old ones away"),
    ...remade(
      before.applied.forLife.checks,
      after.change.forLife.checks,
      "every health check anew, and a new one counts as healthy until it has looked: a dead address would answer again",
    ),
    ...otherMembers(before.weights, now.weights),
  ];
}

/** The way round, as the end of a message. */
export const orAllowReplacement = "say why in traffic.change.allowReplacement: { reason, until }";

function lostNames([host, ...aliases]: readonly string[], now: readonly string[]): Finding[] {
  const finding = (key: string, name: string) => ({
    path: ["traffic", key],
    message: `${name} answers now and would answer no more; keep it, or ${orAllowReplacement}`,
  });
  const isLost = (name: string) => !now.includes(name);
  return [
    ...(host !== undefined && isLost(host) ? [finding("host", host)] : []),
    ...aliases.filter(isLost).map((alias) => finding("aliases", alias)),
  ];
}

/** An older program did not record all of it. */
function remade(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>, what: string): Finding[] {
  return Object.entries(after).flatMap(([key, value]) => {
    const old = ownEntry(before, key);
    if (old === undefined || old === value) return [];
    return [
      {
        path: ["traffic", ...key.split(".")],
        message: `changes from ${old} to ${value}, which makes ${what}; take that back, or ${orAllowReplacement}`,
      },
    ];
  });
}

/** Levels of which nobody would be left who has answered so far: nothing proven to fall back on. */
function otherMembers(before: EffectiveWeights, after: EffectiveWeights): Finding[] {
  const [old, now] = [membersByLevel(before), membersByLevel(after)];
  return [...old].flatMap(([level, members]) => {
    const others = now.get(level) ?? [];
    if (others.length === 0 || members.every(({ share }) => share === 0)) return [];
    const names = (places: readonly Place[]) => places.map(({ path }) => path.at(-1)).join(", ");
    if (members.some(({ path }) => others.some((other) => other.path.at(-1) === path.at(-1)))) return [];
    const message = `every member of one level would be another one (${names(members)}, then ${names(others)}); keep one of them until the next update, or ${orAllowReplacement}`;
    return [{ path: ["traffic", level === "" ? "weights" : "clusters"], message }];
  });
}

function membersByLevel(weights: EffectiveWeights): ReadonlyMap<string, readonly Place[]> {
  const places = [...placesOf(weights).values()];
  return new Map(places.map(({ path }) => [levelOf(path), places.filter((other) => levelOf(other.path) === levelOf(path))]));
}
