import { z } from "zod";
import { GoogleRegion } from "../values/google";
import { noRepeats, type Rule, withRules } from "../file/rules";
import { Health } from "./health";

/** Seconds. https://docs.cloud.google.com/compute/docs/reference/rest/v1/healthChecks (sourceRegions) */
export const shortestCloudDnsInterval = 30;
const longestInterval = 300;

/** https://docs.cloud.google.com/compute/docs/reference/rest/v1/healthChecks (sourceRegions) */
const sourceRegionCount = 3;
/** One on each continent with most of the internet's users, so that no single ocean or continent decides. */
const spreadRegions = ["us-central1", "europe-west1", "asia-northeast1"];

const Fields = Health.extend({
  protocol: Health.shape.protocol.describe(
    "How an address is probed: HTTP wants an answer of 200 and follows no redirect, TCP wants a connection. HTTPS is refused while front doors pass on to pods that speak HTTP.",
  ),
  intervalSeconds: z
    .int()
    .min(shortestCloudDnsInterval, {
      error: ({ input }) =>
        `${String(input)} is below ${shortestCloudDnsInterval}, the shortest interval that Cloud DNS's health checks have; write ${shortestCloudDnsInterval} or more, or use provider: route53, which has 10`,
    })
    .max(longestInterval)
    .describe(`Seconds from the beginning of one probe of a source region to the next, ${shortestCloudDnsInterval} to ${longestInterval}.`),
  recoveryThreshold: Health.shape.recoveryThreshold.describe(
    "Probes in a row that must succeed before it returns, 1 to 10. Default: failureThreshold.",
  ),
  timeoutSeconds: z
    .int()
    .min(1)
    .max(longestInterval)
    .default(5)
    .describe("Seconds within which a probe must have its answer, connecting included; at most intervalSeconds."),
  sourceRegions: withRules(
    z.array(GoogleRegion).length(sourceRegionCount, {
      error: ({ input }) =>
        `names ${Array.isArray(input) ? input.length : 0} regions, and Cloud DNS probes from exactly ${sourceRegionCount}; write ${sourceRegionCount}, such as [${spreadRegions.join(", ")}]`,
    }),
    noRepeats,
  )
    .default(spreadRegions)
    .describe(`The ${sourceRegionCount} Google Cloud regions that addresses are probed from.`),
});

const answersInTime: Rule<z.infer<typeof Fields>> = ({ intervalSeconds, timeoutSeconds }, { sound, report }) => {
  if (sound("intervalSeconds") && sound("timeoutSeconds") && timeoutSeconds > intervalSeconds)
    report(["timeoutSeconds"], `${timeoutSeconds} is above intervalSeconds ${intervalSeconds}; write ${intervalSeconds} or less`, [
      "intervalSeconds",
    ]);
};

/** @see https://docs.cloud.google.com/load-balancing/docs/health-check-concepts */
export const CloudDnsHealth = withRules(Fields, answersInTime);
export type CloudDnsHealth = z.infer<typeof CloudDnsHealth>;
