import type { Outcome } from "../clients/outside";

/** How often each reason was a request's end. */
export type Failures = Readonly<Record<string, number>>;

/** Of those that failed, in order of their reasons. */
export function failuresOf(requests: readonly { readonly outcome: Outcome }[]): Failures {
  const words = requests.flatMap(({ outcome }) => (outcome.kind === "failed" ? [outcome.why] : []));
  return Object.fromEntries([...new Set(words)].sort().map((word) => [word, words.filter((other) => other === word).length]));
}

export function countOf(failures: Failures): number {
  return Object.values(failures).reduce((sum, count) => sum + count, 0);
}

/** " (connection refused 3, status 503 1)"; nothing where nothing failed. */
export function listOf(failures: Failures): string {
  const parts = Object.entries(failures).map(([why, count]) => `${why} ${count}`);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}
