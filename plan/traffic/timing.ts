import type { FailoverTiming, Probing, Recovery } from "../model/traffic/probing";

/** Whether an address still counts as healthy when so many checkers do not reach it. */
export function isHealthyTo({ checkers, healthyShare }: Pick<Probing, "checkers" | "healthyShare">, blindCheckers: number): boolean {
  return checkers - blindCheckers > checkers * healthyShare;
}

/** An allowance for the verdict to reach all of the provider's edges, which no documentation bounds. */
const publishSeconds = 10;

/**
 * The model of a failover, the same for the loss of any address, region or cloud: all leaves have one TTL and one way of probing.
 *
 * A checker has a place of its own in its interval, so it sees the loss after a part of one interval, and changes its mind after
 * `failuresToLeave` probes, each of which waits until its time-out; the next one starts an interval after that, or after the probe's beginning.
 * The address leaves with the checker that tips the balance. A client asks again when its answer's TTL is over, of which any part may be left.
 *
 * Resolvers that stretch a TTL and clients that keep connections open take longer; they are not the DNS's to move.
 */
export function failoverTiming(probing: Probing, ttlSeconds: number): FailoverTiming {
  const refused = recovery(probing, 0, ttlSeconds);
  const blackHole = recovery(probing, probing.blackHoleSeconds, ttlSeconds);
  const slow = recovery(probing, probing.slowSeconds, ttlSeconds);
  return { refused, blackHole, slow, worstSeconds: Math.max(refused.worstSeconds, blackHole.worstSeconds, slow.worstSeconds) };
}

function recovery(probing: Probing, probeSeconds: number, ttlSeconds: number): Recovery {
  const { intervalSeconds, nextAfter, failuresToLeave } = probing;
  const between = nextAfter === "answer" ? probeSeconds + intervalSeconds : Math.max(probeSeconds, intervalSeconds);
  const afterFirstProbe = (failuresToLeave - 1) * between + probeSeconds;
  const fixed = afterFirstProbe + publishSeconds;
  const below = cumulative(tippingPlaces(probing), intervalSeconds, ttlSeconds);
  const quantile = (part: number) => Math.round(fixed + quantileOf(below, part, intervalSeconds + ttlSeconds));
  return {
    detectSeconds: afterFirstProbe + intervalSeconds,
    p50Seconds: quantile(0.5),
    p95Seconds: quantile(0.95),
    p99Seconds: quantile(0.99),
    worstSeconds: fixed + intervalSeconds + ttlSeconds,
  };
}

interface Place {
  /** Part of an interval, 0 to 1. */
  readonly at: number;
  readonly probability: number;
}

const steps = 1_000;

/** Of the checkers' places in their intervals, the one that tips the balance: an order statistic of as many uniform ones, which is a beta. */
function tippingPlaces({ checkers, healthyShare }: Pick<Probing, "checkers" | "healthyShare">): readonly Place[] {
  const tipping = checkers - Math.floor(checkers * healthyShare);
  const densities = Array.from({ length: steps }, (_, step) => {
    const at = (step + 0.5) / steps;
    return { at, density: at ** (tipping - 1) * (1 - at) ** (checkers - tipping) };
  });
  const total = densities.reduce((sum, { density }) => sum + density, 0);
  return densities.map(({ at, density }) => ({ at, probability: density / total }));
}

/** Probability that a place in an interval and a uniform part of the TTL, together, are at most so many seconds. */
function cumulative(places: readonly Place[], intervalSeconds: number, ttlSeconds: number): (seconds: number) => number {
  return (seconds) =>
    places.reduce((sum, { at, probability }) => {
      const left = Math.min(1, Math.max(0, (seconds - at * intervalSeconds) / ttlSeconds));
      return sum + probability * left;
    }, 0);
}

/** By bisection, between 0 and the most that is possible. */
function quantileOf(below: (seconds: number) => number, part: number, most: number): number {
  let [low, high] = [0, most];
  while (high - low > 0.001) {
    const middle = (low + high) / 2;
    if (below(middle) < part) low = middle;
    else high = middle;
  }
  return high;
}
