import type { RecordPlan } from "../../model/traffic/route53";
import { ownEntry } from "../../../facts/properties/ownEntry";

/** Weights by record set and set identifier. */
export type WeightedSets = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Those of every weighted record set. */
export function weightedSets(records: readonly RecordPlan[]): WeightedSets {
  const sets: Record<string, Record<string, number>> = {};
  for (const { fqdn, routing } of records) if (routing.kind === "weighted") (sets[fqdn] ??= {})[routing.setIdentifier] = routing.weight;
  return sets;
}

/**
 * Raise before lower: by name of a record whose weight falls, the names of those beside it whose weight rises or that are new. Each record is
 * a call of its own, so a set is mixed for a moment: in this order its weights never add up to less than the smaller of before and after, and
 * where both are the same, nobody gets more than the larger of its two shares. What goes altogether is deleted last by the engine.
 *
 * @param before what the last update applied; undefined before the first one
 */
export function raisedFirst(records: readonly RecordPlan[], before: WeightedSets | undefined): ReadonlyMap<string, readonly string[]> {
  const moves = records.flatMap(({ name, fqdn, routing }) => {
    const set = ownEntry(before, fqdn);
    if (set === undefined || routing.kind !== "weighted") return [];
    return [{ name, fqdn, by: routing.weight - (ownEntry(set, routing.setIdentifier) ?? 0) }];
  });
  return new Map(
    moves
      .filter(({ by }) => by < 0)
      .map((falling) => [falling.name, moves.filter(({ fqdn, by }) => fqdn === falling.fqdn && by > 0).map(({ name }) => name)]),
  );
}
