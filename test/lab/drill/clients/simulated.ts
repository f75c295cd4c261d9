import type { Answer, Outcome, Outside, Request } from "../../../../lab/drill/clients/outside";
import { seeded, type Random } from "../../../../lab/random";

/** A fleet of two addresses, on a clock that only moves when everybody waits. */
export interface World {
  readonly ttlSeconds: number;
  /** Share of the answers that the place gets while DNS answers with it. */
  readonly share: number;
  /** Requests to the place hang from here on. */
  readonly lostAt: number;
  /** DNS leaves the place out from here on, to this client's mind. */
  readonly leftAt: (client: string) => number;
}

export const place = "192.0.2.1";
export const elsewhere = "192.0.2.2";

/** Clients give up after that. */
const patienceSeconds = 5;

/** Runs clients until a time, and returns their requests and questions. */
export async function simulate(
  world: World,
  seed: number,
  untilSeconds: number,
  start: (outside: Outside) => readonly Promise<void>[],
): Promise<{ readonly requests: readonly Request[]; readonly asked: readonly { readonly client: string; readonly at: number }[] }> {
  const random = seeded(seed);
  const requests: Request[] = [];
  const asked: { client: string; at: number }[] = [];
  const waiting: { readonly at: number; readonly wake: () => void }[] = [];
  let time = 0;
  const sleepUntil = (at: number): Promise<void> =>
    time >= untilSeconds ? Promise.resolve() : new Promise((wake) => waiting.push({ at: Math.max(time, at), wake }));
  const send = async (client: string, address: string): Promise<Outcome> => {
    const sentAt = time;
    const isServed = address === elsewhere || sentAt < world.lostAt;
    if (!isServed) await sleepUntil(sentAt + patienceSeconds);
    const outcome: Outcome = isServed ? { kind: "served", cluster: address } : { kind: "failed", why: "no answer in time" };
    requests.push({ client, sentAt, endedAt: time, address, outcome });
    return outcome;
  };
  const clients = start({
    now: () => time,
    sleepUntil,
    isOver: () => time >= untilSeconds,
    random,
    resolve(client) {
      asked.push({ client, at: time });
      return Promise.resolve(answer(world, client, time, random));
    },
    send,
    sendKept: send,
  });
  await settled();
  while (waiting.length > 0) {
    const next = Math.min(...waiting.map(({ at }) => at));
    time = Math.min(next, untilSeconds);
    // When it is over, everybody wakes.
    const awake = waiting.filter(({ at }) => at <= next || time >= untilSeconds);
    for (const one of awake) {
      waiting.splice(waiting.indexOf(one), 1);
      one.wake();
    }
    await settled();
  }
  await Promise.all(clients);
  return { requests, asked };
}

function answer({ ttlSeconds, share, leftAt }: World, client: string, time: number, random: Random): Answer {
  return { ttlSeconds, address: time < leftAt(client) && random() < share ? place : elsewhere };
}

/** Everything that follows from what has happened has happened. */
function settled(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}
