import { sortedEntries } from "../../order";
import type { EffectiveWeights, Weight } from "../../model/outputs";

/** Share of all answers of one place, in percent. */
export interface Part {
  /** 0 for one that an override takes away. */
  readonly share: number;
  /** What its weights alone would give it: the share if no override took anybody away. */
  readonly planned: number;
}

export interface Place extends Part {
  /** Cloud, or cloud and region, or cloud, region and cluster. */
  readonly path: readonly string[];
}

/** Every cloud, region and cluster, by its joined path. */
export function placesOf(weights: EffectiveWeights): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const add = (path: readonly string[], { share }: Weight, planned: number) => {
    places.set(path.join("/"), { path, share: 100 * share, planned: 100 * planned });
    return planned;
  };
  for (const [cloud, { regions, ...ofCloud }] of sortedEntries(weights)) {
    const cloudPart = add([cloud], ofCloud, partOf(ofCloud, weights));
    for (const [region, { clusters, ...ofRegion }] of sortedEntries(regions)) {
      const regionPart = add([cloud, region], ofRegion, cloudPart * partOf(ofRegion, regions));
      for (const [cluster, own] of sortedEntries(clusters)) add([cloud, region, cluster], own, regionPart * partOf(own, clusters));
    }
  }
  return places;
}

function partOf({ weight }: Weight, siblings: Readonly<Record<string, Weight>>): number {
  return weight / Object.values(siblings).reduce((total, sibling) => total + sibling.weight, 0);
}

/** The joined path of what it is a part of: the same for all of one level, and empty for clouds. */
export function levelOf(path: readonly string[]): string {
  return path.slice(0, -1).join("/");
}
