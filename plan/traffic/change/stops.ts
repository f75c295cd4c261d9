import { distance, type Move } from "./moves";

/** Where a place stops on its way from one share to another. */
export interface Stop {
  readonly name: string;
  /** Percent of all answers that it has. */
  readonly from: number;
  /** Percent of all answers at the stop. */
  readonly percent: number;
}

/** Shares are sums of quotients. */
export const tolerance = 1e-9;

/**
 * A stop for all members of a level, at one part of their ways, where nobody has gone further than `limit` points: for clouds in the whole
 * numbers that `weights` takes, elsewhere to a tenth of a percent.
 *
 * @returns undefined where whole numbers cannot do that
 */
export function stopsOf(members: readonly Move[], limit: number): readonly Stop[] | undefined {
  const part = limit / Math.max(limit, ...members.map(distance));
  const areClouds = members.every(({ path }) => path.length === 1);
  const stops = members.map(({ path, from, to }) => {
    const exact = from + part * (to - from);
    return { name: path.at(-1) ?? "", from, exact, percent: roundedTowards(from, exact, areClouds ? 1 : 0.1) };
  });
  return areClouds ? addedUp(stops, limit) : stops;
}

/** Rounding leaves a few percent to be given or taken; they go where that is nearest to the exact stop. */
function addedUp(stops: readonly (Stop & { readonly exact: number })[], limit: number): readonly Stop[] | undefined {
  const missing = 100 - stops.reduce((total, { percent }) => total + percent, 0);
  if (missing === 0) return stops;
  const by = Math.sign(missing);
  const [nearest] = stops
    .filter(({ from, percent }) => percent + by >= 1 && Math.abs(percent + by - from) <= limit + tolerance)
    .sort((a, b) => by * (a.percent - a.exact) - by * (b.percent - b.exact));
  if (nearest === undefined) return undefined;
  return addedUp(
    stops.map((stop) => (stop === nearest ? { ...stop, percent: stop.percent + by } : stop)),
    limit,
  );
}

/** A multiple of the unit, on the near side of the exact stop; whoever serves has one unit at least. */
function roundedTowards(from: number, exact: number, unit: number): number {
  const units = exact > from ? Math.floor(exact / unit + tolerance) : Math.ceil(exact / unit - tolerance);
  return Math.max(1, units) * unit;
}
