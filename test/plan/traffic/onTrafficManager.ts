import assert from "node:assert/strict";
import type { Cluster } from "../../../config/clusters";
import type { TrafficManagerSection } from "../../../config/traffic/trafficManager";
import { planStack } from "../../../plan";
import type { TrafficPlan } from "../../../plan/model/traffic";
import { fleet, trafficManagerTraffic, trafficStack } from "../fleets";
import type { TrafficManagerPlan } from "../../../plan/model/traffic/trafficManager";

export type OnTrafficManager = TrafficPlan & { readonly dns: TrafficManagerPlan };

/** What is planned with these changes of the section, by default for one cluster in each cloud. */
export function planOnTrafficManager(
  changes: Partial<TrafficManagerSection> = {},
  clusters: Readonly<Record<string, Cluster>> = fleet.clusters,
): OnTrafficManager {
  const planned = planStack(trafficStack({ ...trafficManagerTraffic, ...changes }, { ...fleet, clusters: { ...clusters } }));
  assert.ok(planned.traffic !== undefined);
  return onTrafficManager(planned.traffic);
}

export function onTrafficManager({ dns, ...plan }: TrafficPlan): OnTrafficManager {
  assert.ok(dns.provider === "trafficManager");
  return { ...plan, dns };
}
