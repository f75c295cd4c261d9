import { closest, distance } from "fastest-levenshtein";

/** Longer than every name that anything here may have, twice over: to compare a million letters takes minutes. */
const longestSlip = 256;

/** The known key that was most likely meant: one slip in a short key, two or a third of its letters in a longer one. */
export function nearest(key: string, known: readonly string[]): string | undefined {
  // One letter is near to every other, and a number is no slip of another number.
  if (known.length === 0 || key.length > longestSlip || !/\p{L}.|.\p{L}/u.test(key)) return undefined;
  const candidate = closest(key.toLowerCase(), [...known]);
  const slips = key.length <= 4 ? 1 : Math.max(2, Math.floor(key.length / 3));
  return distance(key.toLowerCase(), candidate.toLowerCase()) <= slips ? candidate : undefined;
}
