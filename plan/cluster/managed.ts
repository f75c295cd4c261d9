import type { FleetConfig } from "../../config";
import type { ManagedCluster } from "../../config/clusters";
import { effectiveNodePools, effectiveWorkloads } from "../../config/resolve";
import type { Finding } from "../../config/file/messages";
import { weekdays } from "../../config/settings";
import { capacityFindings } from "../network/addressDemand";
import type { ManagedPlan } from "../model/fleet";
import { karpenterFindings } from "../nodes/karpenter";
import { clusterId, nameFindings, type Naming } from "../naming/physicalNames";
import { sortedEntries, sortedKeys } from "../order";
import { platformPlan } from "../engines";
import { poolPlans, shapeFindings, sharedNameFindings, sortedPools } from "../nodes/pools";
import { replicaFindings, type Tenancy } from "../nodes/replicaRoom";
import { workloadPlan } from "../workloads/workloads";
import { type Common, sorted } from "./common";
import { eksPlan, versionFindings } from "./eks";
import { aksPlan } from "./aks";
import { gkePlan } from "./gke";
import { engineLoad } from "../engines/load";

/** A cluster's plan, and everything that is wrong with it; the plan is good only without findings. */
export interface PlannedCluster {
  readonly plan: ManagedPlan;
  readonly findings: readonly Finding[];
  readonly tenancy: Tenancy;
}

/** @param tags of the fleet; the cluster's name is added */
export function planCluster(
  config: FleetConfig,
  name: string,
  cluster: ManagedCluster,
  tags: Readonly<Record<string, string>>,
): PlannedCluster {
  const { settings } = config;
  const { cloud, region, slot, kubernetes } = cluster;
  const { spot } = configured(config.clouds[cloud], name);

  const naming = { fleet: settings.name, environment: settings.environment, cluster: name, slot };
  const pools = sortedEntries(effectiveNodePools(config, name));
  const workloads = sortedEntries(effectiveWorkloads(config, name));
  const poolCluster = { name, cloud, region, kubernetes, tags: sortedKeys({ ...tags, cluster: name }), zones: sorted(cluster.zones), spot };
  const halves = sortedPools(pools.flatMap(([key, pool]) => poolPlans(poolCluster, key, pool)));

  const workloadPlans = workloads.map(([key, workload]) => workloadPlan(cloud, key, workload));
  const plan = ofCloud(config, cluster, naming, {
    name,
    id: clusterId(naming),
    slot,
    region,
    kubernetes,
    tags: poolCluster.tags,
    protect: cluster.protect ?? settings.protect,
    unreachable: cluster.unreachable,
    nodeAutoscaling: settings.nodeAutoscaling,
    maintenance: { ...settings.maintenance, days: weekdays.filter((day) => settings.maintenance.days.includes(day)) },
    pools: halves,
    workloads: workloadPlans,
    platform: platformPlan(config, name, workloadPlans),
  });
  const tenancy = { cluster: name, cloud, pools, halves, workloads, sidecar: plan.platform.mesh?.sidecar, engines: engineLoad(plan) };
  return {
    plan,
    tenancy,
    findings: [
      ...nameFindings(
        cloud,
        naming,
        halves.map(({ key }) => key),
      ),
      ...versionFindings(name, cluster),
      ...shapeFindings(poolCluster, pools),
      ...sharedNameFindings(name, halves),
      ...(plan.cloud === "aws" && plan.nodeAutoscaler.kind === "karpenter" ? karpenterFindings(name, halves) : []),
      ...capacityFindings(plan, Object.fromEntries(pools.map(([key, { shape }]) => [key, shape]))),
      ...replicaFindings(tenancy),
    ],
  };
}

function ofCloud({ settings: { network }, clouds }: FleetConfig, cluster: ManagedCluster, naming: Naming, common: Common): ManagedPlan {
  switch (cluster.cloud) {
    case "aws":
      return eksPlan(configured(clouds.aws, common.name), network, cluster, naming, common);
    case "azure":
      return aksPlan(configured(clouds.azure, common.name), network, cluster, naming, common);
    case "gcp":
      return gkePlan(configured(clouds.gcp, common.name), network, cluster, naming, common);
  }
}

/** The config refuses a cluster on a cloud that it does not have. */
function configured<Cloud>(cloud: Cloud | undefined, cluster: string): Cloud {
  if (cloud === undefined) throw new Error(`the cloud of ${cluster} is not configured`);
  return cloud;
}
