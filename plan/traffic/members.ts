import type { ServingMember } from "../../config/traffic/weights";

/** What is said of one member of a level, before its weight is decided. */
export interface Candidate<Key extends string> {
  readonly key: Key;
  readonly member: ServingMember;
  /** Percent of its level that an override gives it. */
  readonly canary: number | undefined;
}

export interface Weighed<Key extends string> {
  readonly key: Key;
  readonly weight: number;
  readonly role: "active" | "standby";
}

/**
 * Whole weights of the members of one level: as written, or in the smallest numbers that say the same with standbys and canaries.
 * Standbys get `trickle` for every 100 of the active ones, beside them; where all are standbys, they are equal. A canary gets its percentage
 * of the whole, and its siblings keep their ratios.
 *
 * @example weigh([{ key: "aws", member: 70 }, { key: "azure", member: 30 }, { key: "gcp", member: "standby" }], 1) // 70, 30, 1
 */
export function weigh<Key extends string>(candidates: readonly Candidate<Key>[], trickle: number): readonly Weighed<Key>[] {
  const active = sum(candidates.map(({ member }) => (member === "standby" ? 0 : member)));
  const scale = active > 0 && candidates.some(({ member }) => member === "standby") ? 100 : 1;
  const plain = candidates.map(({ key, member, canary }) => ({
    key,
    canary,
    role: member === "standby" && active > 0 ? ("standby" as const) : ("active" as const),
    weight: member === "standby" ? Math.max(1, active * trickle) : member * scale,
  }));
  const fixed = sum(plain.map(({ canary }) => canary ?? 0));
  const others = sum(plain.map(({ canary, weight }) => (canary === undefined ? weight : 0)));
  // Alone on its level, a canary is the level.
  const hasCanary = fixed > 0 && others > 0;
  const weights = plain.map(({ canary, weight }) => {
    if (!hasCanary) return weight;
    return canary === undefined ? weight * (100 - fixed) : canary * others;
  });
  const divisor = hasCanary || scale > 1 ? weights.reduce(greatestCommonDivisor, 0) : 1;
  return plain.map(({ key, role }, index) => ({ key, role, weight: (weights[index] ?? 0) / divisor }));
}

/**
 * The same ratios, as nearly as whole numbers from 1 to `limit` can have them. Exact where they fit as they are.
 */
export function fitWeights(weights: readonly number[], limit: number): readonly number[] {
  const largest = Math.max(...weights);
  if (largest <= limit) return weights;
  return weights.map((weight) => Math.max(1, Math.round((weight * limit) / largest)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
