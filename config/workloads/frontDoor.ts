import type { Clusters } from "../clusters";
import type { Rule } from "../file/rules";
import type { Workloads } from "./index";

/** Seconds. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html (deregistration_delay.timeout_seconds) */
const longestDrain = 3600;

/** https://learn.microsoft.com/rest/api/load-balancer/load-balancers/create-or-update#loadbalancingrule (frontendPort) */
const lastAzurePort = 65_534;

/** The exposed workload asks each cloud's load balancer for what that one has. */
export const frontDoorsCanServe: Rule<{ readonly clusters: Clusters; readonly workloads: Workloads }> = (
  { clusters, workloads },
  { readable, sound, report },
) => {
  if (!readable("clusters") || !readable("workloads")) return;
  const first = (cloud: string) =>
    Object.keys(clusters).find((name) => sound("clusters", name, "cloud") && clusters[name]?.cloud === cloud);
  const [onAws, onAzure] = [first("aws"), first("azure")];
  for (const [name, { expose, shutdown }] of Object.entries(workloads).filter(([name]) => sound("workloads", name, "expose"))) {
    if (expose === undefined) continue;
    const grace = ["workloads", name, "shutdown", "gracePeriodSeconds"];
    if (onAws !== undefined && sound(...grace) && shutdown.gracePeriodSeconds > longestDrain)
      report(
        grace,
        `${shutdown.gracePeriodSeconds} is above ${longestDrain}, the longest that the load balancer of clusters.${onAws} lets connections of a stopping replica end; lower it`,
        ["clusters", onAws],
      );
    if (onAzure !== undefined && expose.port > lastAzurePort)
      report(
        ["workloads", name, "expose", "port"],
        `${expose.port} is above ${lastAzurePort}, the last port that the load balancer of clusters.${onAzure} answers on; choose another one`,
        ["clusters", onAzure],
      );
  }
};
