import { sharesAfter } from "../../stacks/plan/traffic/dns";
import type { Shares } from "../../stacks/plan/traffic/shares";
import type { TrafficPlan } from "../../stacks/plan/traffic/trafficPlan";

/** What a drill takes away: a cloud, a region or a cluster. */
export interface Place {
  readonly name: string;
  readonly clusters: readonly string[];
}

/** Every place that answers at present, from the largest to the smallest; a name that means two of them means the larger. */
export function placesOf({ clouds }: Pick<TrafficPlan, "clouds">): readonly Place[] {
  const ofClouds = clouds.map(({ cloud, regions }) => ({ name: cloud, clusters: namesIn(regions) }));
  const ofRegions = clouds.flatMap(({ regions }) => regions.map((region) => ({ name: region.region, clusters: namesIn([region]) })));
  const ofClusters = ofRegions.flatMap(({ clusters }) => clusters.map((name) => ({ name, clusters: [name] })));
  const named = new Map<string, Place>();
  for (const place of [...ofClouds, ...ofRegions, ...ofClusters]) if (!named.has(place.name)) named.set(place.name, place);
  return [...named.values()];
}

function namesIn(regions: TrafficPlan["clouds"][number]["regions"]): readonly string[] {
  return regions.flatMap(({ clusters }) => clusters.map(({ cluster }) => cluster));
}

/** Who answers while a place is lost; undefined: while everything is there. */
export function sharesWithout(plan: Pick<TrafficPlan, "clouds" | "dns">, place: Place | undefined): Shares {
  const lost = plan.clouds
    .flatMap(({ regions }) => regions.flatMap(({ clusters }) => clusters))
    .filter(({ cluster }) => place?.clusters.includes(cluster) ?? false)
    .flatMap(({ leaves }) => leaves.map(({ key }) => key));
  return sharesAfter(plan, (leaf) => lost.includes(leaf));
}
