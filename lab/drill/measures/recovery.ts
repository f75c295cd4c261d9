import type { Request } from "../clients/outside";

/** How a kind of client got over a loss, in seconds after it. */
export interface ClientRecovery {
  /** Clients whose last request before the loss went to the lost place. */
  readonly struck: number;
  readonly p50Seconds: number | null;
  readonly p95Seconds: number | null;
  readonly p99Seconds: number | null;
  /** Null while a client still fails, as are the others where too few have recovered. */
  readonly worstSeconds: number | null;
}

/**
 * A client is hurt from a request that fails until the first later one that is served. So many per cent have recovered when, for good, the
 * number of hurt clients has fallen by so many per cent of those that the loss struck. While the place is still answered with, clients come
 * to it and leave it by chance; their number stays about the same.
 *
 * @param requests of one kind of client, from before the loss until the place was given back
 */
export function recoveryOf(requests: readonly Request[], lostAt: number, isLost: (address: string) => boolean): ClientRecovery {
  const clients = byClient(requests);
  const struck = clients.filter((own) => own.some(({ sentAt }) => sentAt < lostAt) && isLost(lastBefore(own, lostAt))).length;
  const hurt = clients.flatMap((own) => hurtSpans(own.filter(({ sentAt }) => sentAt >= lostAt)));
  const after = (part: number): number | null => {
    const end = lastTimeAbove(hurt, (1 - part) * struck);
    return end === Infinity ? null : Math.max(0, end - lostAt);
  };
  return { struck, p50Seconds: after(0.5), p95Seconds: after(0.95), p99Seconds: after(0.99), worstSeconds: after(1) };
}

interface Span {
  readonly from: number;
  /** Infinity where it has not ended. */
  readonly to: number;
}

/** Each client's own, in the order in which it sent them. */
function byClient(requests: readonly Request[]): readonly (readonly Request[])[] {
  const clients = new Map<string, Request[]>();
  for (const request of [...requests].sort((a, b) => a.sentAt - b.sentAt)) {
    const own = clients.get(request.client);
    if (own === undefined) clients.set(request.client, [request]);
    else own.push(request);
  }
  return [...clients.values()];
}

function lastBefore(own: readonly Request[], lostAt: number): string {
  return own.findLast(({ sentAt }) => sentAt < lostAt)?.address ?? "";
}

function hurtSpans(own: readonly Request[]): readonly Span[] {
  const spans: Span[] = [];
  let from: number | undefined;
  for (const { sentAt, endedAt, outcome } of own) {
    if (outcome.kind === "failed") from ??= sentAt;
    else if (from !== undefined) {
      spans.push({ from, to: endedAt });
      from = undefined;
    }
  }
  return from === undefined ? spans : [...spans, { from, to: Infinity }];
}

/** The end of the last time in which more spans were open than that; -Infinity where there was none. */
function lastTimeAbove(spans: readonly Span[], most: number): number {
  const steps = spans.flatMap(({ from, to }) => [
    { at: from, by: 1 },
    { at: to, by: -1 },
  ]);
  steps.sort((a, b) => a.at - b.at || a.by - b.by);
  let open = 0;
  let last = -Infinity;
  for (const { at, by } of steps) {
    if (open > most && open + by <= most) last = at;
    open += by;
  }
  return last;
}
