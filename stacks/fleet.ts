import { deployAks } from "./aks";
import { deployEks } from "./eks";
import type { Fleet, FleetCluster } from "./fleetCluster";
import { refuseRemovals } from "./freeze";
import { deployGke } from "./gke";
import type { ClusterPlan, FleetPlan } from "./plan/fleetPlan";
import { readRecorded } from "./recorded";

/** Every cluster of the plan. None waits for another. */
export function deployFleet(plan: FleetPlan): readonly FleetCluster[] {
  const fleet = { name: plan.name, recorded: readRecorded() };
  // A rejection ends the program, as an error does.
  for (const cluster of plan.clusters) void refuseRemovals(cluster, fleet.recorded);
  return plan.clusters.map((cluster) => deployCluster(cluster, fleet));
}

function deployCluster(plan: ClusterPlan, fleet: Fleet): FleetCluster {
  switch (plan.cloud) {
    case "aws":
      return deployEks(plan, fleet);
    case "azure":
      return deployAks(plan, fleet);
    case "gcp":
      return deployGke(plan, fleet);
  }
}
