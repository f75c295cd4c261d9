import type { Traffic } from "../../config/traffic";
import type { Health } from "../../config/traffic/health";

export interface Loss {
  /** Key of the health section. */
  readonly key: string;
  readonly message: string;
}

/** How addresses are probed: what was asked for, in what the provider really has. */
export interface Probing {
  readonly intervalSeconds: number;
  /** Whether the next probe comes an interval after the last one's answer, or after its beginning. */
  readonly nextAfter: "answer" | "beginning";
  /** Probes in a row. */
  readonly failuresToLeave: number;
  readonly successesToReturn: number;
  /** Longest that one probe waits where nothing answers at all. */
  readonly blackHoleSeconds: number;
  /** Longest that one probe waits where connections are accepted and answers are not given. */
  readonly slowSeconds: number;
  /** What was asked for and cannot be had. */
  readonly losses: readonly Loss[];
}

/** @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html */
const route53Limits = { connectSeconds: 4, answerSeconds: 2, tcpSeconds: 10 };

/** What a health section comes to with the DNS provider. */
export function probing({ provider, health }: Pick<Traffic, "provider" | "health">): Probing {
  switch (provider) {
    case "route53":
      return route53Probing(health);
  }
}

/** Route 53 has one threshold both ways and time-outs of its own. */
function route53Probing({ intervalSeconds, failureThreshold, recoveryThreshold = failureThreshold, protocol }: Health): Probing {
  const { connectSeconds, answerSeconds, tcpSeconds } = route53Limits;
  const blackHoleSeconds = protocol === "TCP" ? tcpSeconds : connectSeconds;
  return {
    intervalSeconds,
    nextAfter: "answer",
    failuresToLeave: failureThreshold,
    successesToReturn: failureThreshold,
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
