import type { Finding } from "../../config/file/messages";
import type { Traffic } from "../../config/traffic";
import { usualPath } from "../../config/traffic/health";
import type { FleetPlan } from "../model/fleet";
import { changePlan } from "./change/changePlan";
import { dnsFindings, dnsPlan, dnsWarnings } from "./dns";
import { objectiveFindings } from "./objectives";
import { probing } from "./probing";
import type { ManualFailover, TrafficPlan } from "../model/traffic";
import { failoverTiming } from "./timing";
import { trafficTree } from "./tree";
import type { CloudBranch } from "../model/traffic/tree";
import type { HealthCheckPlan } from "../model/traffic/probing";

/** Which stack the DNS belongs to, and which one has the addresses. */
export interface TrafficOwner {
  readonly stack: string;
  /** Undefined when it is the same. */
  readonly fleetStack: string | undefined;
}

/** Everything that is decided of a traffic section. */
export function trafficPlan({ stack, fleetStack }: TrafficOwner, traffic: Traffic, fleet: FleetPlan): TrafficPlan {
  const { zone, ttlSeconds, protect, onCloudLoss } = traffic;
  const fqdn = (label: string) => `${label}.${zone.name}`;
  const host = fqdn(traffic.host);
  const aliases = traffic.aliases.map(fqdn);
  const clouds = trafficTree(traffic, fleet);
  const probes = probing(traffic);
  return {
    stack,
    fleetStack,
    tags: fleet.tags,
    protect,
    host,
    aliases,
    ttlSeconds,
    onCloudLoss,
    clouds,
    healthChecks: healthChecks(traffic, host, clouds),
    probing: probes,
    failover: failoverTiming(probes, ttlSeconds),
    objectives: traffic.objectives,
    peakRps: traffic.peakRps,
    allowDegraded: traffic.allowDegraded,
    manualFailover: manualFailover(traffic, fleet),
    change: changePlan(traffic, fleet),
    dns: dnsPlan({ traffic, host, aliases, clouds }),
  };
}

function manualFailover(traffic: Traffic, fleet: FleetPlan): ManualFailover | undefined {
  const places = traffic.overrides.flatMap((override) =>
    override.kind === "failover" ? [{ lost: override.from, reason: override.reason, until: override.until }] : [],
  );
  if (places.length === 0) return undefined;
  const overrides = traffic.overrides.filter(({ kind }) => kind !== "failover");
  return { places, cloudsWithout: trafficTree({ ...traffic, overrides }, fleet) };
}

function healthChecks({ health }: Traffic, host: string, clouds: readonly CloudBranch[]): HealthCheckPlan[] {
  const { protocol, port, path = usualPath } = health;
  const clusters = clouds.flatMap(({ regions }) => regions.flatMap(({ clusters }) => clusters));
  return clusters.flatMap(({ cluster, leaves }) =>
    leaves.map(({ address, key }) => ({ name: `${key}-health`, cluster, address, protocol, port, path, host })),
  );
}

/**
 * What the DNS provider would refuse, and what would miss its objectives. Whether the section's clusters exist and have weights is the
 * config's to say: it knows both files.
 * Paths begin with "traffic", in the file that has the section.
 */
export function trafficFindings(plan: TrafficPlan): Finding[] {
  return [...dnsFindings(plan), ...objectiveFindings(plan)];
}

/** What the DNS provider does otherwise than the section asks. */
export function trafficWarnings(plan: TrafficPlan): Finding[] {
  const losses = plan.probing.losses.map(({ key, message }) => ({ path: ["traffic", "health", key], message }));
  return [...losses, ...dnsWarnings(plan)];
}
