import type { Traffic } from "../../config/traffic";
import { type CloudDnsHealth, shortestCloudDnsInterval } from "../../config/traffic/cloudDnsHealth";
import type { Health } from "../../config/traffic/health";
import type { TrafficManagerHealth } from "../../config/traffic/trafficManager";
import type { Probing } from "../model/traffic/probing";

/**
 * Eight regions of checkers with two each; more than 18 % of them must say healthy.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
const route53Limits = { connectSeconds: 4, answerSeconds: 2, tcpSeconds: 10, checkers: 16, healthyShare: 0.18 };

/** What a health section comes to with the DNS provider. */
export function probing(traffic: Traffic): Probing {
  switch (traffic.provider) {
    case "route53":
      return route53Probing(traffic.health);
    case "cloudDns":
      return cloudDnsProbing(traffic.health);
    case "trafficManager":
      return trafficManagerProbing(traffic.health);
  }
}

/** Route 53 has one threshold both ways and time-outs of its own. */
function route53Probing({ intervalSeconds, failureThreshold, recoveryThreshold = failureThreshold, protocol }: Health): Probing {
  const { connectSeconds, answerSeconds, tcpSeconds, checkers, healthyShare } = route53Limits;
  const blackHoleSeconds = protocol === "TCP" ? tcpSeconds : connectSeconds;
  return {
    intervalSeconds,
    shortestIntervalSeconds: 10,
    nextAfter: "answer",
    failuresToLeave: failureThreshold,
    successesToReturn: failureThreshold,
    checkers,
    healthyShare,
    blackHoleSeconds,
    slowSeconds: protocol === "TCP" ? tcpSeconds : connectSeconds + answerSeconds,
    losses:
      recoveryThreshold === failureThreshold
        ? []
        : [
            {
              key: "recoveryThreshold",
              message: `${recoveryThreshold} cannot be had: Route 53 has one threshold both ways, so an address returns after ${failureThreshold} successes`,
            },
          ],
  };
}

/**
 * Google Cloud's checks have all that is asked for, and one time-out for connecting and answering together.
 *
 * How the three source regions' results become one verdict is documented nowhere. Assumed: each is one checker, and most of them decide.
 *
 * @see https://docs.cloud.google.com/load-balancing/docs/health-check-concepts
 */
function cloudDnsProbing(health: CloudDnsHealth): Probing {
  const { intervalSeconds, failureThreshold, recoveryThreshold = failureThreshold, timeoutSeconds, sourceRegions } = health;
  return {
    intervalSeconds,
    shortestIntervalSeconds: shortestCloudDnsInterval,
    nextAfter: "beginning",
    failuresToLeave: failureThreshold,
    successesToReturn: recoveryThreshold,
    checkers: sourceRegions.length,
    healthyShare: 0.5,
    blackHoleSeconds: timeoutSeconds,
    slowSeconds: timeoutSeconds,
    losses: [],
  };
}

/**
 * Traffic Manager has one time-out for the whole of a probe, sends the next one an interval after the last began, and returns an address at once.
 *
 * Failures are counted in each probing location. How many there are and how their verdicts add up is documented nowhere. Assumed: ten, and an
 * address leaves with the last of them, which is the slowest that it can be.
 *
 * @see https://learn.microsoft.com/azure/traffic-manager/traffic-manager-monitoring#how-endpoint-monitoring-works
 */
function trafficManagerProbing(health: TrafficManagerHealth): Probing {
  const { intervalSeconds, failureThreshold, recoveryThreshold, timeoutSeconds } = health;
  const successesToReturn = 1;
  return {
    intervalSeconds,
    shortestIntervalSeconds: 10,
    nextAfter: "beginning",
    failuresToLeave: failureThreshold,
    successesToReturn,
    checkers: 10,
    healthyShare: 0,
    blackHoleSeconds: timeoutSeconds,
    slowSeconds: timeoutSeconds,
    losses:
      recoveryThreshold === undefined || recoveryThreshold === successesToReturn
        ? []
        : [
            {
              key: "recoveryThreshold",
              message: `${recoveryThreshold} cannot be had: with Traffic Manager an address returns with its first success`,
            },
          ],
  };
}
