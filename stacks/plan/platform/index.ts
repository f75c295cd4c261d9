import type { FleetConfig } from "../../config";
import { configSyncPlan, type ConfigSyncPlan } from "./configSync";

/** Engines that a cluster runs beside its workloads, by the words of the stack file. What is not asked for is not there. */
export interface PlatformPlan {
  readonly configSync?: ConfigSyncPlan;
}

/** @param namespaces of the cluster's workloads */
export function platformPlan({ platform: { configSync } }: FleetConfig, cluster: string, namespaces: readonly string[]): PlatformPlan {
  return { ...(configSync === undefined ? {} : { configSync: configSyncPlan(configSync, cluster, namespaces) }) };
}
