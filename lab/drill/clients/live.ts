import { setMaxListeners } from "node:events";
import type { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { createSecureContext } from "node:tls";
import type { FrontDoorRecord } from "../../doors/registry";
import type { LabHome } from "../../home";
import { seeded } from "../../random";
import type { Seen } from "../measures/answersSeen";
import type { Outcome, Outside, Request } from "./outside";
import { connectionKept, sendRequest } from "./requests";
import { openResolver, type Resolver } from "./resolver";

/** What a drill asks for, and where. */
export interface Target {
  readonly door: FrontDoorRecord;
  readonly host: string;
  readonly path: string;
  /** Whether clients come over TLS, and look at the certificate. */
  readonly tls: boolean;
}

/** The lab's DNS and front doors, as they are outside, with a record of everything that was asked. */
export interface Live extends Outside {
  readonly requests: readonly Request[];
  readonly seen: readonly Seen[];
  /** A time of the machine's clock (milliseconds since 1970) on the drill's. */
  at(epochMs: number): number;
  /** Asks DNS every now and then from every resolver, until it is over. */
  watch(): Promise<void>;
  /** It is over: nobody waits or asks any more, and what is under way comes to its own end. */
  end(): void;
  /** Ends every connection, whatever is under way. */
  close(): void;
}

export interface LiveOptions {
  readonly home: LabHome;
  readonly target: Target;
  readonly seed: number;
  /** How many times faster than in reality the drill's clock runs. */
  readonly timeScale: number;
}

/** Each at an address of its own, so that DNS may answer it from another edge. */
const resolverCount = 64;
/** Seconds between two questions of one resolver that only watches. */
const watchSeconds = 4;
/** Longest that a client waits for an answer. */
const patienceSeconds = 5;
/** However fast time runs, a busy machine needs this long to answer. When a client gives up says nothing of when it recovers. */
const shortestPatienceMs = 2_000;

export async function openLive({ home, target, seed, timeScale }: LiveOptions): Promise<Live> {
  const { door, host, path, tls } = target;
  const trust = tls ? createSecureContext({ ca: door.http.authority }) : undefined;
  const random = seeded(seed);
  const resolvers = await Promise.all(
    Array.from({ length: resolverCount }, (_, index) => openResolver(`${home.loopbackPrefix}.200.${index + 1}`, door.dns)),
  );
  const started = performance.now();
  const over = new AbortController();
  // Every client waits for it.
  setMaxListeners(0, over.signal);
  const requests: Request[] = [];
  const seen: Seen[] = [];
  const agents = new Map<string, Agent>();
  const resolverOf = new Map<string, Resolver>();

  const now = (): number => ((performance.now() - started) / 1_000) * timeScale;
  const sleepUntil = (seconds: number): Promise<void> =>
    sleep(Math.max(0, ((seconds - now()) * 1_000) / timeScale), undefined, { signal: over.signal }).catch(() => undefined);
  const ask = async (resolver: Resolver) => {
    const answer = await resolver.ask(host);
    if (answer !== undefined) seen.push({ at: now(), address: answer.address });
    return answer;
  };
  const assigned = (client: string): Resolver => {
    const own = resolverOf.get(client) ?? resolvers[resolverOf.size % resolverCount];
    if (own === undefined) throw new RangeError("a drill has resolvers");
    resolverOf.set(client, own);
    return own;
  };
  const send = async (client: string, address: string, agent?: Agent): Promise<Outcome> => {
    const sentAt = now();
    const patienceMs = Math.max((patienceSeconds * 1_000) / timeScale, shortestPatienceMs);
    const request = { address, port: door.http.port, host, path, patienceMs, trust };
    const outcome = await sendRequest({ ...request, ...(agent === undefined ? {} : { agent }) });
    requests.push({ client, sentAt, endedAt: now(), address, outcome });
    return outcome;
  };

  return {
    requests,
    seen,
    now,
    at: (epochMs) => ((epochMs - performance.timeOrigin - started) / 1_000) * timeScale,
    sleepUntil,
    isOver: () => over.signal.aborted,
    random,
    resolve: (client) => ask(assigned(client)),
    send: (client, address) => send(client, address),
    sendKept(client, address) {
      const agent = agents.get(client) ?? connectionKept({ trust });
      agents.set(client, agent);
      return send(client, address, agent);
    },
    async watch() {
      const watchOne = async (resolver: Resolver): Promise<void> => {
        await sleepUntil(now() + watchSeconds * random());
        while (!over.signal.aborted) {
          const next = now() + watchSeconds;
          await ask(resolver);
          await sleepUntil(next);
        }
      };
      await Promise.all(resolvers.map(watchOne));
    },
    end: () => over.abort(),
    close() {
      over.abort();
      for (const agent of agents.values()) agent.destroy();
      for (const resolver of resolvers) resolver.close();
    },
  };
}
