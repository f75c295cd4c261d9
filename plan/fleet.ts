import { planCluster, clusterFindings } from "./cluster/managed";
import type { ClusterPlan, FleetPlan } from "./model/fleet";
import type { Finding } from "../config/file/messages";
import type { AccountPlan, QuotaUse } from "./model/accounts";
import type { FleetConfig } from "../config";
import { type ResolvedCluster, resolveFleet, type ResolvedFleet, type ResolvedManagedCluster, writtenPath } from "../config/resolve";
import { upgradeFindings } from "./rollout/upgradeWaves";
import { sortedEntries, sortedKeys } from "./order";
import { addressFindings } from "./network/addresses";
import { existingWarnings, planExisting } from "./cluster/existing";
import { isManaged } from "./cluster/isManaged";
import { fingerprintOf } from "./nodes/liveSize";
import { shapeFindings } from "./nodes/pools";
import { standingFindings } from "./nodes/standing";
import { reviewSupport } from "./upkeep/versionSupport";
import { quotaFindings, quotaUses } from "./accounts/quotas";
import { fleetCapacity } from "./survival/fleetCapacity";
import { commitments } from "./accounts/commitments";
import { logicalNameFindings } from "./naming/logicalNames";
import { reservedNameFindings } from "./naming/reservedNames";
import { ownTags, tagFindings } from "./naming/tags";
import { platformFindings } from "./engines";
import { secretVariableWarnings } from "./workloads/secretVariables";

export interface PlannedFleet {
  readonly plan: FleetPlan;
  readonly findings: readonly Finding[];
  readonly warnings: readonly Finding[];
  readonly quotas: readonly QuotaUse[];
}

export function planFleet(stack: string, written: FleetConfig): PlannedFleet {
  const fleet = resolveFleet(written);
  const { settings } = fleet;
  const tags = sortedKeys({ ...settings.tags, ...ownTags(settings) });
  const addresses = addressFindings(settings.network, fleet.clusters);
  const misplaced = new Set(addresses.map(({ path: [, cluster] }) => cluster));
  const clusters = sortedEntries(fleet.clusters).map(([name, cluster]) => planned(fleet, name, cluster, tags, misplaced.has(name)));
  const plans = clusters.map(({ plan }) => plan);
  const managed = plans.filter(isManaged);
  const standing = managed.map((plan) => ({ plan, nodePools: fleet.clusters[plan.name]?.nodePools ?? {} }));
  const accounts = accountPlans(fleet.clouds);
  const support = reviewSupport(plans, settings.asOf, (cluster) => writtenPath(written, cluster, ["clusters", cluster, "kubernetes"]));
  const quotas = quotaUses(accounts, managed);
  // Of a shape that no machine has, nobody knows what it draws.
  const isSized = standing.every(({ nodePools }) => shapeFindings(nodePools).length === 0);
  return {
    warnings: [...support.warnings, ...existingWarnings(written), ...secretVariableWarnings(written)],
    quotas,
    plan: {
      stack,
      name: settings.name,
      environment: settings.environment,
      tags,
      clusters: plans,
      config: fingerprintOf(fleet),
      accounts,
      capacity: fleetCapacity(plans, fleet.databases),
      commitments: commitments(accounts, managed),
    },
    findings: [
      ...tagFindings(settings, plans),
      ...reservedNameFindings(settings, plans),
      ...addresses,
      ...upgradeFindings(written),
      ...clusters.flatMap(({ plan, findings }) => findings.map((finding) => whereWritten(written, plan.name, finding))),
      ...standingFindings(written, standing),
      ...support.findings,
      ...quotaFindings(accounts, managed, isSized ? quotas : []),
      ...logicalNameFindings(plans),
      ...platformFindings(fleet, plans),
    ],
  };
}

/** @param isMisplaced its slot has a finding, on which nothing else that is wrong with it depends */
function planned(
  fleet: ResolvedFleet,
  name: string,
  cluster: ResolvedCluster,
  tags: Readonly<Record<string, string>>,
  isMisplaced: boolean,
): { readonly plan: ClusterPlan; readonly findings: readonly Finding[] } {
  if (cluster.cloud === "existing") return { plan: planExisting(fleet, name, cluster), findings: [] };
  const placed: ResolvedManagedCluster = isMisplaced ? { ...cluster, slot: 0 } : cluster;
  const plan = planCluster(fleet, name, placed, tags);
  return { plan, findings: clusterFindings(fleet, placed, plan) };
}

/** A cluster's plan does not know that a value of it comes from an override or an upgrade. */
function whereWritten(written: FleetConfig, cluster: string, finding: Finding): Finding {
  return { ...finding, path: writtenPath(written, cluster, finding.path) };
}

function accountPlans(clouds: ResolvedFleet["clouds"]): FleetPlan["accounts"] {
  const entries = Object.entries(clouds).flatMap(([cloud, account]) => {
    if (account === undefined) return [];
    const quotas = Object.entries(account.quotas).flatMap(([quota, limit]) => (limit === undefined ? [] : [[quota, limit] as const]));
    const plan: AccountPlan = { quotas: Object.fromEntries(quotas), reserved: account.reserved };
    return [[cloud, plan] as const];
  });
  return Object.fromEntries(entries);
}
