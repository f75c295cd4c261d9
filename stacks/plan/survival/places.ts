import type { CloudBranch } from "../traffic/trafficPlan";

/** What can be lost at once: a cloud, a region or a cluster, with every address in it. */
export interface Place {
  readonly name: string;
  readonly kind: "cloud" | "region" | "cluster";
  /** Keys of the traffic plan's leaves. */
  readonly leaves: readonly string[];
}

/** Every place that the tree has, clouds first, then regions, then clusters. */
export function placesOf(clouds: readonly CloudBranch[]): Place[] {
  const regions = clouds.flatMap((cloud) => cloud.regions);
  const clusters = regions.flatMap((region) => region.clusters);
  return [
    ...clouds.map((cloud) => ({ name: cloud.cloud, kind: "cloud" as const, leaves: leavesIn(cloud.regions) })),
    ...regions.map((region) => ({ name: region.region, kind: "region" as const, leaves: leavesIn([region]) })),
    ...clusters.map(({ cluster, leaves }) => ({ name: cluster, kind: "cluster" as const, leaves: leaves.map(({ key }) => key) })),
  ];
}

function leavesIn(regions: CloudBranch["regions"]): string[] {
  return regions.flatMap(({ clusters }) => clusters.flatMap(({ leaves }) => leaves.map(({ key }) => key)));
}
