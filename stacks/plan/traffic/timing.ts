import type { Probing } from "./probing";

/** How long clients that honour the TTL ask a dead address, in seconds after the loss. */
export interface Recovery {
  /** Until the health checks agree, at worst. */
  readonly detectSeconds: number;
  readonly p50Seconds: number;
  readonly p95Seconds: number;
  readonly p99Seconds: number;
  readonly worstSeconds: number;
}

export interface FailoverTiming {
  /** Something says at once that it cannot: a closed port, a gateway without pods. */
  readonly refused: Recovery;
  /** Nothing answers at all: a network, a region, a cloud. */
  readonly blackHole: Recovery;
  /** Connections are accepted, and answers come too late. */
  readonly slow: Recovery;
  readonly worstSeconds: number;
}

/**
 * Eight regions of checkers with two each; more than 18 % of them must say healthy.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
const checkers = 16;
const healthyShare = 0.18;
/** Whether an address still counts as healthy when so many checkers do not reach it. */
export function isHealthyTo(blindCheckers: number): boolean {
  return checkers - blindCheckers > checkers * healthyShare;
}

/** An allowance for the verdict to reach all of Route 53's edges, which no documentation bounds. */
const publishSeconds = 10;

/**
 * The model of a failover, the same for the loss of any address, region or cloud: all leaves have one TTL and one way of probing.
 *
 * A checker has a place of its own in its interval, so it sees the loss after a part of one interval, and changes its mind after
 * `failuresToLeave` probes, each of which waits until its time-out; the next one starts an interval after that. The address leaves with the
 * checker that tips the balance. A client asks again when its answer's TTL is over, of which any part may be left.
 *
 * Resolvers that stretch a TTL and clients that keep connections open take longer; they are not the DNS's to move.
 */
export function failoverTiming(probing: Probing, ttlSeconds: number): FailoverTiming {
  const refused = recovery(probing, 0, ttlSeconds);
  const blackHole = recovery(probing, probing.blackHoleSeconds, ttlSeconds);
  const slow = recovery(probing, probing.slowSeconds, ttlSeconds);
  return { refused, blackHole, slow, worstSeconds: Math.max(refused.worstSeconds, blackHole.worstSeconds, slow.worstSeconds) };
}

function recovery({ intervalSeconds, failuresToLeave }: Probing, probeSeconds: number, ttlSeconds: number): Recovery {
  const afterFirstProbe = failuresToLeave * probeSeconds + (failuresToLeave - 1) * intervalSeconds;
  const fixed = afterFirstProbe + publishSeconds;
  const quantile = (part: number) => Math.round(fixed + quantileOfSum(part, intervalSeconds, ttlSeconds));
  return {
    detectSeconds: afterFirstProbe + intervalSeconds,
    p50Seconds: quantile(0.5),
    p95Seconds: quantile(0.95),
    p99Seconds: quantile(0.99),
    worstSeconds: fixed + intervalSeconds + ttlSeconds,
  };
}

/** Of the checkers' places in their intervals, the one that tips the balance: an order statistic of as many uniform ones, which is a beta. */
const tipping = checkers - Math.floor(checkers * healthyShare);
const steps = 1_000;
const places = Array.from({ length: steps }, (_, step) => (step + 0.5) / steps);
const densities = places.map((place) => place ** (tipping - 1) * (1 - place) ** (checkers - tipping));
const totalDensity = densities.reduce((sum, density) => sum + density, 0);

/** Quantile of the tipping checker's place in an interval plus a uniform part of the TTL, by bisection. */
function quantileOfSum(part: number, intervalSeconds: number, ttlSeconds: number): number {
  const below = (seconds: number) =>
    places.reduce((sum, place, step) => {
      const left = Math.min(1, Math.max(0, (seconds - place * intervalSeconds) / ttlSeconds));
      return sum + ((densities[step] ?? 0) / totalDensity) * left;
    }, 0);
  let [low, high] = [0, intervalSeconds + ttlSeconds];
  while (high - low > 0.001) {
    const middle = (low + high) / 2;
    if (below(middle) < part) low = middle;
    else high = middle;
  }
  return high;
}
