import type { Finding } from "../../config/file/messages";
import type { TrafficPlan } from "../model/traffic";

/** A recovery that the model puts beyond the objective. */
export function objectiveFindings({ objectives, failover, ttlSeconds, probing }: TrafficPlan): Finding[] {
  if (objectives === undefined || failover.worstSeconds <= objectives.rtoSeconds) return [];
  const { rtoSeconds } = objectives;
  const { detectSeconds, worstSeconds } = failover.slow;
  const publishSeconds = worstSeconds - detectSeconds - ttlSeconds;
  const longestTtl = rtoSeconds - detectSeconds - publishSeconds;
  const remedies = [
    ...(longestTtl >= 1 ? [`lower ttlSeconds to ${longestTtl} or less`] : []),
    ...(probing.intervalSeconds > probing.shortestIntervalSeconds ? [`probe every ${probing.shortestIntervalSeconds} s`] : []),
    ...(probing.failuresToLeave > 1 ? ["lower failureThreshold"] : []),
    `promise ${worstSeconds} s`,
  ];
  const parts = `${detectSeconds} s to detect it, ${publishSeconds} s to publish it, ${ttlSeconds} s of TTL`;
  return [
    {
      path: ["traffic", "objectives", "rtoSeconds"],
      message: `${rtoSeconds} s are not kept: after a loss a client may need ${worstSeconds} s (${parts}); ${remedies.join(", or ")}`,
    },
  ];
}
