import { deployAks } from "./cluster/aks";
import { deployEks } from "./cluster/eks";
import { deployExisting } from "./cluster/existing";
import type { Fleet, FleetCluster } from "./cluster/fleetCluster";
import { refuseRemovals } from "./guards/freeze";
import { deployGke } from "./cluster/gke";
import { refuseOtherIdentity, refuseOtherVersion } from "./guards/identity";
import { announceLostTraffic } from "./guards/lostTraffic";
import { introduce } from "./neighbours";
import type { ClusterPlan, FleetPlan } from "../plan/model/fleet";
import { minorWord, wavesOf, type UpgradePlan } from "../plan/rollout/upgradeWaves";
import type { Recorded } from "./recorded";
import { announceChanges } from "./guards/announcements";
import { ownEntry } from "../facts/properties/ownEntry";

/**
 * Every cluster of the plan. None waits for another, but for the waves of an upgrade under way.
 *
 * @param servedBy traffic stack by cluster
 * @param recorded what the last update left
 */
export function deployFleet(
  plan: FleetPlan,
  servedBy: Readonly<Record<string, string>>,
  upgrade: UpgradePlan | undefined,
  recorded: Recorded,
): readonly FleetCluster[] {
  const fleet = { name: plan.name, recorded };
  void announceLostTraffic(plan.clusters, servedBy, recorded);
  for (const cluster of plan.clusters) {
    // A rejection ends the program, as an error does.
    void refuseOtherIdentity(cluster, recorded, ownEntry(servedBy, cluster.name));
    void refuseOtherVersion(cluster, recorded, minorWord(cluster.name, upgrade));
    void refuseRemovals(cluster, recorded);
    void announceChanges(cluster, recorded);
  }
  const made = new Map<string, FleetCluster>();
  const earlier: FleetCluster[] = [];
  for (const wave of wavesOf(plan.clusters, upgrade)) {
    const after = earlier.map(({ root }) => root);
    const clusters = wave.clusters.map((cluster) => deployCluster(cluster, { ...fleet, after }));
    for (const cluster of clusters) made.set(cluster.plan.name, cluster);
    if (wave.isAwaited) earlier.push(...clusters);
  }
  const clusters = plan.clusters.flatMap(({ name }) => made.get(name) ?? []);
  introduce(clusters);
  return clusters;
}

function deployCluster(plan: ClusterPlan, fleet: Fleet): FleetCluster {
  switch (plan.cloud) {
    case "aws":
      return deployEks(plan, fleet);
    case "azure":
      return deployAks(plan, fleet);
    case "gcp":
      return deployGke(plan, fleet);
    case "existing":
      return deployExisting(plan, fleet);
  }
}
