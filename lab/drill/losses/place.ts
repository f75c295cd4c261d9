import { type Place, placesOf as everyPlaceOf } from "../../../plan/survival/places";
import { sharesAfter } from "../../../plan/traffic/dns";
import type { Shares } from "../../../plan/traffic/shares";
import type { TrafficPlan } from "../../../plan/model/traffic";

/** What a drill can take away, from the largest to the smallest; a name that means two places means the larger. */
export function placesOf({ clouds }: Pick<TrafficPlan, "clouds">): readonly Place[] {
  const named = new Map<string, Place>();
  for (const place of everyPlaceOf(clouds)) if (!named.has(place.name)) named.set(place.name, place);
  return [...named.values()];
}

/** Who answers while a place is lost; undefined: while everything is there. */
export function sharesWithout(plan: Pick<TrafficPlan, "clouds" | "dns">, place: Place | undefined): Shares {
  const lost = new Set(place?.leaves);
  return sharesAfter(plan, (leaf) => lost.has(leaf));
}

/** Part of all answers that leads to the place while nothing is lost, 0 to 1. */
export function shareOf({ clouds }: Pick<TrafficPlan, "clouds">, { clusters }: Pick<Place, "clusters">): number {
  const branches = clouds.flatMap(({ regions }) => regions.flatMap((region) => region.clusters));
  return branches.filter(({ cluster }) => clusters.includes(cluster)).reduce((sum, { share }) => sum + share, 0);
}
