import type { Answer, Outside } from "./outside";

/**
 * A kind of client. All of them go on asking for the host as long as the drill lasts:
 * - `honouring` asks DNS again when the TTL of its answer is over, sends a request at once and another one at some time before the next
 *   answer: the clients that the timing model speaks of
 * - `stretching` does the same behind a resolver that keeps answers `stretch` times as long as it may
 * - `pooled` keeps its connection, and asks DNS again only when a request has failed and its answer's TTL is over
 */
export type ClientKind = "honouring" | "stretching" | "pooled";

/** Nearly 9 % of resolvers extend TTLs, by how much differs: https://ttl-violation-study.github.io */
export const stretch = 2;

/** Between two requests of a pool. */
const pooledGapSeconds = 10;
/** Before a client asks DNS again that did not answer. */
const retrySeconds = 1;

/**
 * Begins some time within a TTL: were all to begin at once, they would come in waves that two cores do not get over.
 * @param ttlSeconds of the answers
 */
export async function runClient(kind: ClientKind, client: string, ttlSeconds: number, outside: Outside): Promise<void> {
  await outside.sleepUntil(outside.now() + ttlSeconds * outside.random());
  switch (kind) {
    case "honouring":
      return followAnswers(client, { times: 1, left: 1 }, outside);
    case "stretching":
      // Its resolver has asked before, so any part of the first answer's time is left.
      return followAnswers(client, { times: stretch, left: outside.random() }, outside);
    case "pooled":
      return keepConnection(client, outside);
  }
}

interface Keeping {
  /** How many TTLs an answer is kept. */
  readonly times: number;
  /** Part of that which is left of the first answer, 0 to 1. */
  readonly left: number;
}

async function followAnswers(client: string, { times, left: leftOfFirst }: Keeping, outside: Outside): Promise<void> {
  let left = leftOfFirst;
  const sent: Promise<unknown>[] = [];
  while (!outside.isOver()) {
    const answer = await askUntilAnswered(client, outside);
    if (answer === undefined) break;
    const until = outside.now() + answer.ttlSeconds * times * left;
    left = 1;
    // A request that hangs keeps nobody from asking DNS again.
    sent.push(outside.send(client, answer.address));
    await outside.sleepUntil(outside.now() + (until - outside.now()) * outside.random());
    if (!outside.isOver()) sent.push(outside.send(client, answer.address));
    await outside.sleepUntil(until);
  }
  await Promise.all(sent);
}

async function keepConnection(client: string, outside: Outside): Promise<void> {
  let answer: Answer | undefined;
  let until = 0;
  let works = false;
  while (!outside.isOver()) {
    if (answer === undefined || (!works && outside.now() >= until)) {
      answer = await askUntilAnswered(client, outside);
      if (answer === undefined) break;
      until = outside.now() + answer.ttlSeconds;
    }
    const next = outside.now() + pooledGapSeconds;
    works = (await outside.sendKept(client, answer.address)).kind === "served";
    await outside.sleepUntil(next);
  }
}

/** Undefined when it is over before DNS answers. */
async function askUntilAnswered(client: string, outside: Outside): Promise<Answer | undefined> {
  while (!outside.isOver()) {
    const answer = await outside.resolve(client);
    if (answer !== undefined) return answer;
    await outside.sleepUntil(outside.now() + retrySeconds);
  }
  return undefined;
}
