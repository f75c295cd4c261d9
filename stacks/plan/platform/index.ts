import type { FleetConfig } from "../../config";
import { configSyncPlan, type ConfigSyncPlan } from "./configSync";
import { monitoringPlan, type MonitoringPlan } from "./monitoring";

/** Engines that a cluster runs beside its workloads, by the words of the stack file. What is not asked for is not there. */
export interface PlatformPlan {
  readonly configSync?: ConfigSyncPlan;
  readonly monitoring?: MonitoringPlan;
}

/** @param namespaces of the cluster's workloads */
export function platformPlan(config: FleetConfig, cluster: string, namespaces: readonly string[]): PlatformPlan {
  const { configSync, monitoring } = config.platform;
  return {
    ...(configSync === undefined ? {} : { configSync: configSyncPlan(configSync, cluster, namespaces) }),
    ...(monitoring === undefined ? {} : { monitoring: monitoringPlan(monitoring, config, cluster) }),
  };
}
