import { byCodeUnit } from "../../order";
import { type Part, placesOf } from "./places";
import type { EffectiveWeights } from "../../model/outputs";

/** How far a place's share of all answers goes in one update. Shares are percent, 0 to 100. */
export interface Move {
  /** Cloud, or cloud and region, or cloud, region and cluster. */
  readonly path: readonly string[];
  readonly from: number;
  readonly to: number;
  /** Whether it answers only once the override that takes it away is gone. */
  readonly onceBack: boolean;
}

const nothing: Part = { share: 0, planned: 0 };

/**
 * Every place that is in either version, those of a level one after the other.
 *
 * While the same places are away, what moves is the answers as they are. Where an override comes or goes, it is an explicit word for what it
 * moves by itself, and so only what neither the answers nor the weights explain is a move: the smaller of the two. A place that is away
 * moves by what it would come back with.
 */
export function movesBetween(before: EffectiveWeights, after: EffectiveWeights): Move[] {
  const [old, next] = [placesOf(before), placesOf(after)];
  const sameAway = [...old].every(([key, { share }]) => {
    const now = next.get(key);
    return now === undefined || (share === 0) === (now.share === 0);
  });
  return [...new Map([...old, ...next])]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([key, { path }]) => {
      const [was, is] = [old.get(key) ?? nothing, next.get(key) ?? nothing];
      const answers = { path, from: was.share, to: is.share, onceBack: false };
      const weights = { path, from: was.planned, to: is.planned, onceBack: false };
      if (next.has(key) && is.share === 0 && is.planned > was.planned) return { ...weights, onceBack: true };
      return sameAway || distance(answers) <= distance(weights) ? answers : weights;
    });
}

/** In points of percent. */
export function distance({ from, to }: Pick<Move, "from" | "to">): number {
  return Math.abs(to - from);
}

/** Whether an override takes some place away. */
export function anybodyAway(weights: EffectiveWeights): boolean {
  return [...placesOf(weights).values()].some(({ share }) => share === 0);
}
