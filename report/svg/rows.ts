import type { PicturedCloud, PicturedCluster, PicturedRegion } from "./input";

/** Height of all answers together, in pixels; what gets a share of them is at least as high as its share. */
export const wholeHeight = 260;
const lowestRow = 42;
const gap = 8;

/** From top to bottom, in pixels. */
export interface Span {
  readonly top: number;
  readonly height: number;
}

export interface ClusterRow extends PicturedCluster, Span {}
export interface RegionRows extends Omit<PicturedRegion, "clusters">, Span {
  readonly clusters: readonly ClusterRow[];
}
export interface CloudRows extends Omit<PicturedCloud, "regions">, Span {
  readonly regions: readonly RegionRows[];
}

/** A row for each cluster, which the tree and the matrix share; whatever holds clusters spans theirs. */
export function layRows(clouds: readonly PicturedCloud[]): CloudRows[] {
  let next = 0;
  return clouds.map((cloud) => {
    const regions = cloud.regions.map((region) => {
      const clusters = region.clusters.map((cluster) => {
        const height = Math.max(lowestRow, cluster.share * wholeHeight);
        const top = next;
        next += height + gap;
        return { ...cluster, top, height };
      });
      return { ...region, ...spanOf(clusters), clusters };
    });
    return { ...cloud, ...spanOf(regions), regions };
  });
}

export function spanOf(parts: readonly Span[]): Span {
  const top = Math.min(...parts.map((part) => part.top));
  const bottom = Math.max(...parts.map((part) => part.top + part.height));
  return parts.length === 0 ? { top: 0, height: 0 } : { top, height: bottom - top };
}
