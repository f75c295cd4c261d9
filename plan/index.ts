import type { FleetConfig, StackConfig } from "../config";
import type { Finding } from "../config/file/messages";
import { ConfigError, type Problem, problemsIn } from "../config/file/problems";
import type { Traffic } from "../config/traffic";
import { memberOf } from "../config/traffic/rules/serving";
import type { FleetPlan } from "./model/fleet";
import { trafficTagFindings } from "./naming/tags";
import { replicationAlarms } from "./databases/replicationAlarms";
import { survivalFindings } from "./survival/findings";
import { grown } from "./survival/trial";
import { trafficFindings, type TrafficOwner, trafficPlan, trafficWarnings } from "./traffic";
import type { TrafficPlan } from "./model/traffic";
import { upgradePlan, type UpgradePlan } from "./rollout/upgradeWaves";
import { planFleet, type PlannedFleet } from "./fleet";
import type { QuotaUse } from "./model/accounts";
import type { ReplicationAlarm } from "./model/databases";

/** What a stack's files come to. */
export type StackPlan =
  | {
      readonly kind: "fleet";
      readonly fleet: FleetPlan;
      /** Traffic stack by cluster, for those that a traffic stack of its own answers with. Apart from the fleet's plan, which no edit of traffic changes. */
      readonly servedBy: Readonly<Record<string, string>>;
      /** An upgrade in waves under way. Apart from the fleet's plan, which its removal does not change. */
      readonly upgrade: UpgradePlan | undefined;
      /** On copies of databases. Apart from the fleet's plan, which knows no database. */
      readonly replicationAlarms: readonly ReplicationAlarm[];
      /** What the fleet draws on each quota of its accounts. */
      readonly quotas: readonly QuotaUse[];
      /** What stops nothing yet. */
      readonly warnings: readonly Problem[];
      /** Losses that the fleet of the files would not carry. An update of the fleet refuses; one of the DNS asks what is deployed. */
      readonly unsurvived: readonly Problem[];
      /** Where one stack owns both. */
      readonly traffic: TrafficPlan | undefined;
    }
  | {
      readonly kind: "traffic";
      readonly fleet: FleetPlan;
      readonly traffic: TrafficPlan;
      readonly warnings: readonly Problem[];
      readonly unsurvived: readonly Problem[];
    };

/**
 * Decides every number of a stack. Pure: the same files give the same plan, byte for byte, in whatever order their keys are.
 *
 * @throws ConfigError with everything that does not fit: addresses, names, machine types, capacity, DNS
 */
export function planStack(config: StackConfig): StackPlan {
  switch (config.kind) {
    case "fleet": {
      const { stack, fleet } = config;
      const planned = planFleet(stack, fleet);
      const traffic = fleet.traffic === undefined ? undefined : planTraffic({ stack, fleetStack: undefined }, fleet.traffic, planned);
      const answering = traffic?.plan ?? trafficInFront(config, planned);
      refuse([...problemsIn(stack, [...planned.findings, ...tagsOf(fleet, answering)]), ...problemsIn(stack, traffic?.findings ?? [])]);
      return {
        kind: "fleet",
        fleet: planned.plan,
        servedBy: servedBy(config.traffic),
        upgrade: upgradePlan(fleet),
        replicationAlarms: replicationAlarms(fleet),
        quotas: planned.quotas,
        warnings: problemsIn(stack, [...planned.warnings, ...(traffic === undefined ? [] : trafficWarnings(traffic.plan))]),
        unsurvived: unsurvived(answering, planned, fleet),
        traffic: traffic?.plan,
      };
    }
    case "traffic": {
      const { stack, fleetStack, fleet } = config;
      const planned = planFleet(fleetStack, fleet);
      const traffic = planTraffic({ stack, fleetStack }, config.traffic.traffic, planned);
      refuse([...problemsIn(fleetStack, [...planned.findings, ...tagsOf(fleet, traffic.plan)]), ...problemsIn(stack, traffic.findings)]);
      return {
        kind: "traffic",
        fleet: planned.plan,
        traffic: traffic.plan,
        warnings: problemsIn(stack, trafficWarnings(traffic.plan)),
        unsurvived: unsurvived(traffic.plan, planned, fleet),
      };
    }
  }
}

/** Of the traffic stack of its own that serves a fleet. */
function trafficInFront({ stack, traffic }: Extract<StackConfig, { kind: "fleet" }>, fleet: PlannedFleet): TrafficPlan | undefined {
  if (traffic === undefined) return undefined;
  return planTraffic({ stack: traffic.stack, fleetStack: stack }, traffic.config.traffic, fleet).plan;
}

function tagsOf({ settings }: FleetConfig, traffic: TrafficPlan | undefined): readonly Finding[] {
  return traffic === undefined ? [] : trafficTagFindings(settings, traffic);
}

function unsurvived(traffic: TrafficPlan | undefined, { plan }: PlannedFleet, fleet: FleetConfig): readonly Problem[] {
  if (traffic === undefined) return [];
  return problemsIn(
    traffic.stack,
    survivalFindings(traffic, plan.capacity, (growth) => grown(plan.stack, fleet, growth)),
  );
}

function servedBy(traffic: Extract<StackConfig, { kind: "fleet" }>["traffic"]): Readonly<Record<string, string>> {
  if (traffic === undefined) return {};
  const { stack, config } = traffic;
  const served = Object.keys(config.traffic.clusters ?? {}).filter((cluster) => memberOf(config.traffic, cluster) !== undefined);
  return Object.fromEntries(served.map((cluster) => [cluster, stack]));
}

function planTraffic(
  owner: TrafficOwner,
  traffic: Traffic,
  fleet: PlannedFleet,
): { readonly plan: TrafficPlan; readonly findings: readonly Finding[] } {
  const plan = trafficPlan(owner, traffic, fleet.plan);
  return { plan, findings: trafficFindings(plan) };
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ConfigError(problems);
}
