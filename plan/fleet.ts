import { planCluster, type PlannedCluster } from "./cluster/managed";
import type { ClusterPlan, FleetPlan } from "./model/fleet";
import type { Finding } from "../config/file/messages";
import type { QuotaUse } from "./model/accounts";
import type { FleetCapacity } from "./model/capacity";
import type { FleetConfig } from "../config";
import { upgradedClusters, upgradeFindings, versionPath } from "./rollout/upgradeWaves";
import { sortedEntries, sortedKeys } from "./order";
import { addressFindings } from "./network/addresses";
import { existingWarnings, planExisting } from "./cluster/existing";
import { isManaged } from "./cluster/isManaged";
import { reviewSupport } from "./upkeep/versionSupport";
import { quotaFindings, quotaUses } from "./accounts/quotas";
import { fleetCapacity } from "./survival/fleetCapacity";
import { commitments } from "./accounts/commitments";
import { logicalNameFindings } from "./naming/logicalNames";
import { platformFindings } from "./engines";
import type { ManagedCluster } from "../config/clusters";

type Planned = PlannedCluster | { readonly plan: ClusterPlan; readonly findings: readonly Finding[] };

function isPlannedCluster(planned: Planned): planned is PlannedCluster {
  return "tenancy" in planned;
}

export interface PlannedFleet {
  readonly plan: FleetPlan;
  readonly findings: readonly Finding[];
  readonly warnings: readonly Finding[];
  readonly quotas: readonly QuotaUse[];
  readonly capacity: FleetCapacity;
}

export function planFleet(stack: string, written: FleetConfig): PlannedFleet {
  const config = { ...written, clusters: upgradedClusters(written) };
  const { settings } = config;
  const tags = sortedKeys({ ...settings.tags, ...ownTags(settings) });
  const addresses = addressFindings(settings.network, config.clusters);
  const misplaced = new Set(addresses.map(({ path: [, cluster] }) => cluster));
  const clusters = sortedEntries(config.clusters).map(([name, cluster]): Planned =>
    cluster.cloud === "existing"
      ? { plan: planExisting(config, name, cluster), findings: [] }
      : planCluster(config, name, misplaced.has(name) ? anywhere(cluster) : cluster, tags),
  );
  const plans = clusters.map(({ plan }) => plan);
  const managed = plans.filter(isManaged);
  const support = reviewSupport(plans, settings.asOf, (cluster) => versionPath(written, cluster));
  const quotas = quotaUses(config.clouds, managed);
  return {
    warnings: [...support.warnings, ...existingWarnings(config)],
    quotas,
    capacity: fleetCapacity(config, clusters.filter(isPlannedCluster)),
    plan: {
      stack,
      name: settings.name,
      environment: settings.environment,
      tags,
      clusters: plans,
      commitments: commitments(config, managed),
    },
    findings: [
      ...tagFindings(settings),
      ...addresses,
      ...upgradeFindings(written),
      ...clusters.flatMap(({ findings }) => findings).map((finding) => whereVersionIsWritten(written, finding)),
      ...support.findings,
      ...quotaFindings(config.clouds, managed, quotas),
      ...logicalNameFindings(plans),
      ...platformFindings(config, plans),
    ],
  };
}

/** A cluster's plan does not know that its version comes from an upgrade. */
function whereVersionIsWritten(written: FleetConfig, finding: Finding): Finding {
  const [section, cluster, key] = finding.path;
  return section === "clusters" && key === "kubernetes" ? { ...finding, path: versionPath(written, String(cluster)) } : finding;
}

/** What else is wrong with a cluster does not depend on its slot, and its plan will not be used. */
function anywhere(cluster: ManagedCluster): ManagedCluster {
  return { ...cluster, slot: 0 };
}

function ownTags({ name, environment }: FleetConfig["settings"]): Readonly<Record<string, string>> {
  return { fleet: name, environment };
}

function tagFindings(settings: FleetConfig["settings"]): Finding[] {
  return [...Object.keys(ownTags(settings)), "cluster"]
    .filter((key) => Object.hasOwn(settings.tags, key))
    .map((key) => ({
      path: ["settings", "tags", key],
      message: `"${settings.tags[key]}" would be overwritten: the program sets ${key} itself; remove it`,
    }));
}
