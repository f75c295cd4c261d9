import type { TrafficPlan } from "../../plan/model/traffic";
import { shortestProbeMs } from "../dns/checks/probe";
import { stretch } from "./clients/clients";
import type { Model } from "./measures/judgement";
import type { LossKind } from "./losses/kinds";

/** How long each part of a drill takes, in seconds on its clock, and what it is held to. */
export interface Schedule {
  readonly beforeSeconds: number;
  readonly lossSeconds: number;
  readonly returnSeconds: number;
  /** The end of each part, in which nothing moves any more. */
  readonly settledSeconds: number;
  /** Of `flapping`: how long the place is away, and how long it is back. */
  readonly flapSeconds: number;
  /** Undefined where the model does not speak of such a loss. */
  readonly model: Model | undefined;
  /** The fastest clock on which probes still take as large a part of their interval as in reality, and two cores keep up with the clients. */
  readonly timeScale: number;
}

type Timed = Pick<TrafficPlan, "failover" | "probing" | "ttlSeconds">;

const shortestSettledSeconds = 20;
/** Flaps that are looked at. */
const flaps = 3;

export function scheduleOf(kind: LossKind, plan: Timed): Schedule {
  const { ttlSeconds, probing, failover } = plan;
  const { intervalSeconds, failuresToLeave, successesToReturn } = probing;
  const settledSeconds = Math.max(shortestSettledSeconds, ttlSeconds / 2);
  // Three quarters of what it takes to see enough failures in a row; where one is enough, no flap is too short.
  const flapSeconds = failuresToLeave === 1 ? intervalSeconds / 2 : ((failuresToLeave - 1) * intervalSeconds * 3) / 4;
  const { worstSeconds, detectSeconds } = failover.slow;
  const publishSeconds = worstSeconds - detectSeconds - ttlSeconds;
  const lossSeconds = kind === "flapping" ? 2 * flaps * flapSeconds : worstSeconds + (stretch - 1) * ttlSeconds + settledSeconds;
  // The probe that is under way when the place is given back still fails, and the first good one may be an interval away.
  const detectReturnSeconds = probing.slowSeconds + successesToReturn * intervalSeconds + publishSeconds;
  return {
    // Within a TTL, all clients have begun.
    beforeSeconds: ttlSeconds + settledSeconds,
    lossSeconds,
    returnSeconds: detectReturnSeconds + ttlSeconds + settledSeconds,
    settledSeconds,
    flapSeconds,
    model: modelOf(kind, failover),
    timeScale: largestTimeScale(kind, probing),
  };
}

/** Beyond it, probes would wait longer than their part of the interval: for a connection, and of a slow place for an answer to it. */
function largestTimeScale(kind: LossKind, { blackHoleSeconds, slowSeconds }: Timed["probing"]): number {
  const answering = slowSeconds > blackHoleSeconds ? slowSeconds - blackHoleSeconds : slowSeconds;
  const largest = ((kind === "slow" ? answering : blackHoleSeconds) * 1_000) / shortestProbeMs;
  // Each of its requests is a handshake; at the full clock they keep the drill's one core busy all the time.
  return kind === "tls-expired" ? largest / 2 : largest;
}

function modelOf(kind: LossKind, { refused, blackHole, slow }: TrafficPlan["failover"]): Model | undefined {
  switch (kind) {
    case "black-hole":
    case "dns-api":
      return { model: blackHole, kind: "typical" };
    case "refused":
    case "pods":
      return { model: refused, kind: "typical" };
    case "slow":
      // The model lets connecting take as long as it may, too; here it is the answer alone that does not come.
      return { model: slow, kind: "longest" };
    case "flapping":
    case "split":
    case "tls-expired":
      return undefined;
  }
}
