import type { ResolvedFleet, ResolvedManagedCluster } from "../../config/resolve";
import type { Finding } from "../../config/file/messages";
import { weekdays } from "../../config/settings";
import { capacityFindings } from "../network/addressDemand";
import type { ManagedPlan } from "../model/fleet";
import { eksGroupFindings, managedNodeGroups } from "../nodes/eks";
import { karpenterFindings } from "../nodes/karpenter";
import { clusterId, nameFindings, type Naming } from "../naming/physicalNames";
import { supportWindows } from "../../catalogue/supportWindows";
import { sortedEntries, sortedKeys } from "../order";
import { supportOf } from "../upkeep/versionSupport";
import { platformPlan } from "../engines";
import { openArchitectures, shapeFindings, sharedNameFindings } from "../nodes/pools";
import { replicaFindings } from "../nodes/replicaRoom";
import { tenancyOf } from "../nodes/room/tenancy";
import { workloadPlan } from "../workloads/workloads";
import type { Common } from "./common";
import { eksPlan, versionFindings } from "./eks";
import { aksPlan } from "./aks";
import { gkePlan } from "./gke";

/** @param tags of the fleet; the cluster's name is added */
export function planCluster(
  fleet: ResolvedFleet,
  name: string,
  cluster: ResolvedManagedCluster,
  tags: Readonly<Record<string, string>>,
): ManagedPlan {
  const { settings } = fleet;
  const { cloud, region, slot, kubernetes } = cluster;
  const naming = { fleet: settings.name, environment: settings.environment, cluster: name, slot };
  const open = openArchitectures(cluster.nodePools);
  const workloads = sortedEntries(cluster.workloads).map(([key, workload]) => workloadPlan(cloud, key, workload, open));
  return ofCloud(fleet, cluster, naming, {
    name,
    id: clusterId(naming),
    slot,
    region,
    kubernetes,
    asOf: settings.asOf,
    support: supportOf(supportWindows[cloud].minors[kubernetes], settings.asOf),
    tags: sortedKeys({ ...tags, cluster: name }),
    protect: cluster.protect ?? settings.protect,
    unreachable: cluster.unreachable,
    nodeAutoscaling: settings.nodeAutoscaling,
    maintenance: { ...settings.maintenance, days: weekdays.filter((day) => settings.maintenance.days.includes(day)) },
    workloads,
    platform: platformPlan(fleet, name, workloads),
  });
}

function ofCloud(
  { settings: { network }, clouds }: ResolvedFleet,
  cluster: ResolvedManagedCluster,
  naming: Naming,
  common: Common,
): ManagedPlan {
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

/** What is wrong with a cluster; its plan is good only without. */
export function clusterFindings({ settings }: ResolvedFleet, { nodePools }: ResolvedManagedCluster, plan: ManagedPlan): Finding[] {
  const { name, cloud, slot, pools } = plan;
  const shapes = shapeFindings(nodePools);
  const naming = { fleet: settings.name, environment: settings.environment, cluster: name, slot };
  return [
    ...nameFindings(
      cloud,
      naming,
      pools.map(({ key }) => key),
    ),
    ...versionFindings(name, plan),
    ...shapes,
    ...sharedNameFindings(name, pools),
    ...(plan.cloud === "aws" ? eksGroupFindings(managedNodeGroups(plan)) : []),
    ...(plan.cloud === "aws" && plan.nodeAutoscaler.kind === "karpenter" ? karpenterFindings(name, plan.pools) : []),
    // Of a shape that no machine has, nobody knows what it needs and holds.
    ...(shapes.length > 0 ? [] : [...capacityFindings(plan), ...replicaFindings(tenancyOf(plan))]),
  ];
}
