import type { FleetConfig } from "../../config";
import type { Cluster } from "../../config/clusters";
import type { ResolvedCluster, ResolvedFleet } from "../../config/resolve";
import type { Finding } from "../../config/file/messages";
import type { ExistingPlan } from "../model/existing";
import { sortedEntries } from "../order";
import { platformPlan } from "../engines";
import { workloadPlan } from "../workloads/workloads";

/** Said in every plan, so that nobody waits for what never comes. */
const notManaged = [
  "network",
  "control plane and its version",
  "node pools and their spot share",
  "node autoscaling",
  "add-ons",
  "front door and DNS",
  "quotas and commitments",
  "room for the replicas",
] as const;

export function planExisting(fleet: ResolvedFleet, name: string, cluster: Extract<ResolvedCluster, { cloud: "existing" }>): ExistingPlan {
  const { context, identity = context, region = name, kubernetes, service, protect = fleet.settings.protect, unreachable } = cluster;
  const workloads = sortedEntries(cluster.workloads).map(([key, workload]) => workloadPlan("existing", key, workload));
  return {
    cloud: "existing",
    name,
    // No slot is called so, so no other cluster's id is the same.
    id: `${name}-existing`,
    region,
    kubernetes,
    protect,
    unreachable,
    pools: [],
    workloads,
    platform: platformPlan(fleet, name, workloads),
    context,
    identity,
    service,
    notManaged,
  };
}

/** What an existing cluster makes of sections that were written for all clusters. */
export function existingWarnings({ clusters, nodePools, workloads }: FleetConfig): Finding[] {
  const existing = sortedEntries<Cluster>(clusters).flatMap(([name, { cloud }]) => (cloud === "existing" ? [name] : []));
  if (existing.length === 0) return [];
  const apply = existing.length < Object.keys(clusters).length || Object.keys(nodePools).length === 0;
  const needZones = sortedEntries(workloads).filter(([, { spread }]) => spread.zone?.whenUnsatisfiable === "DoNotSchedule");
  return [
    ...(apply
      ? []
      : [{ path: ["nodePools"], message: "no cluster gets these pools: every one is existing and brings its own nodes; remove them" }]),
    ...needZones.map(([name]) => ({
      path: ["workloads", name, "spread", "zone"],
      message:
        `in ${existing.join(", ")} only nodes with the label topology.kubernetes.io/zone take a replica, which local clusters have not; ` +
        `see that they have it (kubectl get nodes --label-columns topology.kubernetes.io/zone), or write whenUnsatisfiable: ScheduleAnyway`,
    })),
  ];
}
