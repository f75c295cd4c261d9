import type { Bounds } from "../model/pool";

/** What a shortage of spot nodes costs: money (`availability`) or capacity (`strictMax`). */
export type SpotPolicy = "availability" | "strictMax";

export interface SpotSplit {
  readonly onDemand: Bounds;
  readonly spot: Bounds;
}

/**
 * Splits a pool into an on-demand and a spot pool. Spot never exceeds `percent` of `max`; the two minima add up to `min`.
 * Under `availability` the on-demand pool can carry everything, so the two maxima add up to more than `max`.
 *
 * @param percent whole percent, 0 to 100; integers throughout, since 0.29 * 100 is not 29
 * @example splitSpot({ min: 3, max: 20 }, 30, "availability") // onDemand 3-20, spot 0-6
 */
export function splitSpot(pool: Bounds, percent: number, policy: SpotPolicy): SpotSplit {
  const spot = { min: Math.floor((pool.min * percent) / 100), max: Math.floor((pool.max * percent) / 100) };
  return {
    onDemand: { min: pool.min - spot.min, max: policy === "availability" ? pool.max : pool.max - spot.max },
    spot,
  };
}
