import type { CloudBranch, ClusterBranch } from "../model/traffic/tree";

/** What can be lost at once: a cloud, a region or a cluster, with every address in it. */
export interface Place {
  readonly name: string;
  readonly kind: "cloud" | "region" | "cluster";
  readonly clusters: readonly string[];
  /** Keys of the traffic plan's leaves. */
  readonly leaves: readonly string[];
}

/** Every place that the tree has, clouds first, then regions, then clusters. */
export function placesOf(clouds: readonly CloudBranch[]): Place[] {
  const regions = clouds.flatMap((cloud) => cloud.regions);
  const clusters = clustersIn(regions);
  return [
    ...clouds.map((cloud) => place(cloud.cloud, "cloud", clustersIn(cloud.regions))),
    ...regions.map((region) => place(region.region, "region", region.clusters)),
    ...clusters.map((cluster) => place(cluster.cluster, "cluster", [cluster])),
  ];
}

function clustersIn(regions: CloudBranch["regions"]): readonly ClusterBranch[] {
  return regions.flatMap(({ clusters }) => clusters);
}

function place(name: string, kind: Place["kind"], clusters: readonly ClusterBranch[]): Place {
  return {
    name,
    kind,
    clusters: clusters.map(({ cluster }) => cluster),
    leaves: clusters.flatMap(({ leaves }) => leaves.map(({ key }) => key)),
  };
}
