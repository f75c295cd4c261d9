/** An address that DNS answered with, at a time on the drill's clock. */
export interface Seen {
  readonly at: number;
  readonly address: string;
}

/** When a lost place was last answered with, and when it came back: as seen from outside. */
export interface AnswersSeen {
  /** From the loss to the last answer with an address of the place; null where it was still answered with when it was given back. */
  readonly leftAfterSeconds: number | null;
  /** From giving it back to the first answer with one of its addresses; null where none came. */
  readonly backAfterSeconds: number | null;
  /** The same, until each of its addresses has been answered with. */
  readonly wholeAfterSeconds: number | null;
}

export interface Loss {
  readonly lostAt: number;
  /** When it was given back. */
  readonly backAt: number;
  /** Addresses of the place. */
  readonly lost: ReadonlySet<string>;
}

/** @param settledSeconds without an answer with the place, it has left the answers */
export function answersSeen(seen: readonly Seen[], { lostAt, backAt, lost }: Loss, settledSeconds: number): AnswersSeen {
  const ofPlace = seen.filter(({ address }) => lost.has(address));
  const last = ofPlace.reduce((latest, { at }) => (at < backAt ? Math.max(latest, at) : latest), lostAt);
  const firsts = new Map<string, number>();
  for (const { at, address } of ofPlace) if (at >= backAt) firsts.set(address, Math.min(at, firsts.get(address) ?? at));
  const returns = [...firsts.values()].map((at) => at - backAt);
  return {
    leftAfterSeconds: backAt - last < settledSeconds ? null : last - lostAt,
    backAfterSeconds: returns.length === 0 ? null : Math.min(...returns),
    wholeAfterSeconds: firsts.size < lost.size ? null : Math.max(...returns),
  };
}
