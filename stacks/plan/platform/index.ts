import type { FleetConfig } from "../../config";
import type { WorkloadPlan } from "../fleetPlan";
import { namespacesOf } from "../replicas";
import { configSyncPlan, type ConfigSyncPlan } from "./configSync";
import { meshPlan, type MeshPlan } from "./mesh";

/** Engines that a cluster runs beside its workloads, by the words of the stack file. What is not asked for is not there. */
export interface PlatformPlan {
  readonly configSync?: ConfigSyncPlan;
  readonly mesh?: MeshPlan;
}

/** @param workloads the cluster's */
export function platformPlan(config: FleetConfig, cluster: string, workloads: readonly WorkloadPlan[]): PlatformPlan {
  const { configSync, mesh } = config.platform;
  return {
    ...(configSync === undefined ? {} : { configSync: configSyncPlan(configSync, cluster, namespacesOf(workloads)) }),
    ...(mesh === undefined ? {} : { mesh: meshPlan(mesh, config, cluster, workloads) }),
  };
}
