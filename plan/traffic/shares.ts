import type { Cloud } from "../../catalogue/clouds";
import type { BareCloud } from "../model/traffic/tree";

/** Shares of all answers, 0 to 1, by name; what gets none is not there. */
export interface Shares {
  readonly clouds: ReadonlyMap<Cloud, number>;
  readonly regions: ReadonlyMap<string, number>;
  readonly clusters: ReadonlyMap<string, number>;
  /** By the leaf's key. */
  readonly leaves: ReadonlyMap<string, number>;
}

/** Whether nothing answers at a leaf's address. */
export type IsLost = (leafKey: string) => boolean;

/**
 * Who gets which part of the answers while some addresses are lost:
 * - a branch is lost with its last address, and its siblings divide its share by their weights
 * - except that a lost cloud's share goes to its backup, while that one lives
 * - where everything is lost, everything answers as if nothing were: no provider with a tree answers with nothing
 */
export function sharesOf(clouds: readonly BareCloud[], isLost: IsLost): Shares {
  const lives = aliveIn(clouds, isLost);
  return lives.length > 0
    ? divide(lives, clouds)
    : divide(
        aliveIn(clouds, () => false),
        clouds,
      );
}

/**
 * The same of a provider without a tree: each address has a weight of its own, which is its share while nothing is lost, so a lost one leaves
 * its share to everybody else. Where everything is lost, everything is taken to answer as if nothing were.
 */
export function flatSharesOf(clouds: readonly BareCloud[], isLost: IsLost): Shares {
  const whole = sharesOf(clouds, () => false);
  const alive = [...whole.leaves].filter(([key]) => !isLost(key));
  const total = alive.reduce((sum, [, share]) => sum + share, 0);
  return alive.length === 0 ? whole : addedUp(clouds, new Map(alive.map(([key, share]) => [key, share / total])));
}

function addedUp(tree: readonly BareCloud[], leaves: ReadonlyMap<string, number>): Shares {
  const shares = { clouds: new Map<Cloud, number>(), regions: new Map<string, number>(), clusters: new Map<string, number>(), leaves };
  for (const { cloud, regions } of tree)
    for (const { region, clusters } of regions)
      for (const { cluster, leaves: own } of clusters) {
        const share = own.reduce((sum, { key }) => sum + (leaves.get(key) ?? 0), 0);
        if (share === 0) continue;
        shares.clouds.set(cloud, (shares.clouds.get(cloud) ?? 0) + share);
        shares.regions.set(region, (shares.regions.get(region) ?? 0) + share);
        shares.clusters.set(cluster, share);
      }
  return shares;
}

/** Whether anything is left to answer with. */
export function survives(clouds: readonly BareCloud[], isLost: IsLost): boolean {
  return aliveIn(clouds, isLost).length > 0;
}

/** The tree without its lost and its absent branches. */
function aliveIn(clouds: readonly BareCloud[], isLost: IsLost): BareCloud[] {
  return clouds.flatMap((cloud) => {
    const regions = cloud.regions.flatMap((region) => {
      const clusters = region.clusters.flatMap((cluster) => {
        const leaves = cluster.leaves.filter(({ key }) => !isLost(key));
        return cluster.away || leaves.length === 0 ? [] : [{ ...cluster, leaves }];
      });
      return region.away || clusters.length === 0 ? [] : [{ ...region, clusters }];
    });
    return cloud.away || regions.length === 0 ? [] : [{ ...cloud, regions }];
  });
}

function divide(alive: readonly BareCloud[], all: readonly BareCloud[]): Shares {
  const clouds = new Map<Cloud, number>();
  const regions = new Map<string, number>();
  const clusters = new Map<string, number>();
  const leaves = new Map<string, number>();
  const isAlive = (name: Cloud | undefined): name is Cloud => alive.some(({ cloud }) => cloud === name);
  const entries = all.flatMap(({ cloud, backup, weight }) => {
    const answering = isAlive(cloud) ? cloud : isAlive(backup) ? backup : undefined;
    return answering === undefined ? [] : [{ answering, weight }];
  });
  const total = weightOf(entries);
  for (const cloud of alive) {
    const share = weightOf(entries.filter(({ answering }) => answering === cloud.cloud)) / total;
    clouds.set(cloud.cloud, share);
    const ofCloud = weightOf(cloud.regions);
    for (const region of cloud.regions) {
      const regionShare = (share * region.weight) / ofCloud;
      regions.set(region.region, regionShare);
      const ofRegion = weightOf(region.clusters);
      for (const { cluster, weight, leaves: own } of region.clusters) {
        const clusterShare = (regionShare * weight) / ofRegion;
        clusters.set(cluster, clusterShare);
        for (const { key } of own) leaves.set(key, clusterShare / own.length);
      }
    }
  }
  return { clouds, regions, clusters, leaves };
}

function weightOf(branches: readonly { readonly weight: number }[]): number {
  return branches.reduce((total, { weight }) => total + weight, 0);
}
