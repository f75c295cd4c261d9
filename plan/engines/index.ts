import type { ResolvedFleet } from "../../config/resolve";
import type { Finding } from "../../config/file/messages";
import type { ClusterPlan } from "../model/fleet";
import { namespacesOf } from "../workloads/workloads";
import { configSyncPlan } from "./configSync";
import { meshPlan } from "./mesh";
import { monitoringPlan } from "./monitoring";
import { operatorReading, secretSyncFindings, secretSyncPlan } from "./secretSync";
import type { PlatformPlan } from "../model/engines";
import type { WorkloadPlan } from "../model/workload";

/** @param workloads the cluster's */
export function platformPlan(fleet: ResolvedFleet, cluster: string, workloads: readonly WorkloadPlan[]): PlatformPlan {
  const { configSync, mesh, monitoring, secretSync } = fleet.platform;
  const secrets = secretSync === undefined ? undefined : secretSyncPlan(fleet, secretSync, cluster);
  return {
    ...(configSync === undefined ? {} : { configSync: configSyncPlan(configSync, cluster, namespacesOf(workloads)) }),
    ...(mesh === undefined ? {} : { mesh: meshPlan(mesh, fleet, cluster, workloads) }),
    ...(monitoring === undefined ? {} : { monitoring: monitoringPlan(monitoring, fleet, cluster) }),
    ...(secrets === undefined ? {} : { secretSync: secrets }),
  };
}

/** Services of AWS that the cluster's engines call in its own region. */
export function awsServicesOf({ secretSync }: PlatformPlan, region: string): string[] {
  return operatorReading("aws", secretSync)?.source.region === region ? ["secretsmanager"] : [];
}

/** What is wrong between engines and what they serve: the same in every cluster, so that one speaks for all. */
export function platformFindings(fleet: ResolvedFleet, clusters: readonly ClusterPlan[]): Finding[] {
  const { secretSync } = fleet.platform;
  const [cluster] = clusters;
  if (secretSync === undefined || cluster === undefined) return [];
  return secretSyncFindings(fleet, secretSync, [...namespacesOf(cluster.workloads), ...namespacesOfEngines(cluster.platform)]);
}

/** Of those engines whose plan names one. */
function namespacesOfEngines(platform: PlatformPlan): string[] {
  return Object.values(platform).flatMap((engine: { readonly namespace?: string }) => engine.namespace ?? []);
}
