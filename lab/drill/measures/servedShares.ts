import type { Seen } from "./answersSeen";
import type { Request } from "../clients/outside";

/** A cloud's part of what clients that honour the TTL were served, 0 to 1. */
export interface CloudShare {
  readonly cloud: string;
  readonly before: number;
  readonly beforeModel: number;
  /** Once all clients have recovered; where nobody has to, while the place was away. */
  readonly lost: number;
  /** Null where the model does not say. */
  readonly lostModel: number | null;
  /** At the end, when it was long back. */
  readonly after: number;
  /** The same of clients that keep their connections, which go where they have gone before. */
  readonly pooledAfter: number;
}

/** Of the requests that were served. */
export function sharesOfRequests(
  requests: readonly Request[],
  cloudOf: (cluster: string) => string | undefined,
): ReadonlyMap<string, number> {
  return shares(requests.flatMap(({ outcome }) => (outcome.kind === "served" ? [cloudOf(outcome.cluster)] : [])));
}

export interface AnswerShares {
  readonly answers: number;
  readonly shares: ReadonlyMap<string, number>;
}

export function sharesOfAnswers(seen: readonly Seen[], cloudAt: (address: string) => string | undefined): AnswerShares {
  return { answers: seen.length, shares: shares(seen.map(({ address }) => cloudAt(address))) };
}

function shares(clouds: readonly (string | undefined)[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const cloud of clouds) if (cloud !== undefined) counts.set(cloud, (counts.get(cloud) ?? 0) + 1);
  return new Map([...counts].map(([cloud, count]) => [cloud, count / clouds.length]));
}
