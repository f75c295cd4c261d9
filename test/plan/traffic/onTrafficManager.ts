import assert from "node:assert/strict";
import type { Cluster } from "../../../stacks/config/clusters";
import type { TrafficManagerSection } from "../../../stacks/config/traffic/trafficManager";
import { planStack } from "../../../stacks/plan";
import type { TrafficManagerPlan } from "../../../stacks/plan/traffic/trafficManager";
import type { TrafficPlan } from "../../../stacks/plan/traffic/trafficPlan";
import { fleet, trafficManagerTraffic, trafficStack } from "../fleets";

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
