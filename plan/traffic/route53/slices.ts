import { type IsLost, type Shares, sharesOf, survives } from "../shares";
import type { SlicePlan } from "../../model/traffic/route53";
import type { Cloud } from "../../../catalogue/clouds";
import type { BareCloud } from "../../model/traffic/tree";

export interface SplitWeight {
  /** Of the record that always answers. */
  readonly always: number;
  readonly slices: readonly number[];
}

interface Splittable {
  readonly weight: number;
  /** The slices' parts of the weight, each 0 to 1 and together less than 1; none where it stays whole. */
  readonly parts: readonly number[];
}

/**
 * The weights of one level in whole numbers up to `limit`, some of them split. Parts of a weight add up to it, so nobody's share changes
 * while all of them answer. The smallest multiple that splits exactly is taken, else the largest one there is.
 *
 * @param branches weights are whole numbers, 1 to `limit`
 * @example splitWeights([{ weight: 70, parts: [1 / 7, 1 / 7] }, { weight: 30, parts: [] }], 255) // 50 + 10 + 10, 30
 */
export function splitWeights(branches: readonly Splittable[], limit: number): readonly SplitWeight[] {
  const largest = Math.floor(limit / Math.max(...branches.map(({ weight }) => weight)));
  const multiples = Array.from({ length: largest }, (_, index) => index + 1);
  const isExact = (multiple: number) =>
    branches.every(({ weight, parts }) =>
      parts.every((part) => Math.abs(weight * multiple * part - Math.round(weight * multiple * part)) < 1e-9),
    );
  const multiple = branches.some(({ parts }) => parts.length > 0) ? (multiples.find(isExact) ?? largest) : 1;
  return branches.map(({ weight, parts }) => split(weight * multiple, parts));
}

/** A weight too small for all of its slices keeps those that leave first. */
function split(weight: number, parts: readonly number[]): SplitWeight {
  const slices: number[] = [];
  let always = weight;
  for (const part of parts) {
    const slice = Math.max(1, Math.round(weight * part));
    if (slice >= always) break;
    slices.push(slice);
    always -= slice;
  }
  return { always, slices };
}

/** Whether a slice, by its name, has left. */
export type HasLeft = (slice: string) => boolean;

/** As {@link sharesOf}, while some slices have left too. Where everything is lost, they answer again with everybody else. */
export function sharesWithout(slices: readonly SlicePlan[], clouds: readonly BareCloud[], isLost: IsLost, hasLeft: HasLeft): Shares {
  if (!survives(clouds, isLost)) return sharesOf(clouds, isLost);
  const remaining = clouds.map((branch) => {
    const left = slices.filter(({ cloud, name }) => cloud === branch.cloud && hasLeft(name));
    return { ...branch, weight: branch.weight * (1 - left.reduce((sum, { part }) => sum + part, 0)) };
  });
  return sharesOf(remaining, isLost);
}

/** The shares of clouds while one of them is slow, from one slice to the next. */
export interface Degraded {
  readonly cloud: Cloud;
  readonly afterMinutes: number;
  /** Of all answers, 0 to 1. */
  readonly shares: Readonly<Partial<Record<Cloud, number>>>;
}

/** What becomes of the answers while one cloud after the other is slow and nothing is lost. */
export function degraded(slices: readonly SlicePlan[], clouds: readonly BareCloud[]): readonly Degraded[] {
  return slices.map(({ cloud, minutes }) => {
    const left = new Set(slices.filter((other) => other.cloud === cloud && other.minutes <= minutes).map(({ name }) => name));
    const shares = sharesWithout(
      slices,
      clouds,
      () => false,
      (name) => left.has(name),
    );
    return { cloud, afterMinutes: minutes, shares: Object.fromEntries(shares.clouds) };
  });
}
