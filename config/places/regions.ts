import type { Cloud } from "../../catalogue/clouds";
import { awsRegions } from "../../catalogue/regions/aws";
import { azureRegions } from "../../catalogue/regions/azure";
import { googleRegions } from "../../catalogue/regions/google";
import type { RegionTable } from "../../catalogue/regions/table";
import { ownEntry } from "../../facts/properties/ownEntry";
import { nearest } from "../file/messages";
import type { NewPlaces } from "./newPlaces";

const tables: Readonly<Record<Cloud, RegionTable>> = { aws: awsRegions, azure: azureRegions, gcp: googleRegions };

/** What is wrong with a region of a cloud, wherever a file names it; undefined where it exists. */
export function describeUnknownRegion(cloud: Cloud, region: string, newPlaces: NewPlaces = {}): string | undefined {
  const { cloud: vendor, zones, page, checked } = tables[cloud];
  if (Object.hasOwn(zones, region) || Object.hasOwn(newPlaces, region)) return undefined;
  const near = nearest(region, Object.keys(zones));
  const correct = near === undefined ? `write one of ${page}` : `did you mean ${near}?`;
  return `"${region}" is no region of ${vendor}; ${correct} (${orNewer(region, checked)})`;
}

/** The same of a region for a cluster, whose nodes are in zones. */
export function describeUnfitRegion(cloud: Cloud, region: string, newPlaces: NewPlaces = {}): string | undefined {
  const unknown = describeUnknownRegion(cloud, region, newPlaces);
  if (unknown !== undefined || zonesOf(cloud, region, newPlaces).length > 0) return unknown;
  const { zones, page, checked } = tables[cloud];
  const zoned = Object.keys(zones).filter((name) => (zones[name] ?? []).length > 0);
  const near = nearest(region, zoned);
  const instead = near === undefined ? "" : `, such as ${near}`;
  return `"${region}" has no availability zones, and a cluster's nodes are in zones; choose a region that has them${instead}: ${page} (${orNewer(region, checked)})`;
}

/** Zones that are newer than the catalogue. */
export function addedZones(region: string, newPlaces: NewPlaces = {}): readonly string[] {
  return ownEntry(newPlaces, region)?.zones ?? [];
}

function zonesOf(cloud: Cloud, region: string, newPlaces: NewPlaces): readonly string[] {
  const { zones } = tables[cloud];
  return [...(ownEntry(zones, region) ?? []), ...addedZones(region, newPlaces)];
}

function orNewer(region: string, checked: string): string {
  return `if it is newer than ${checked}, say so in settings.newPlaces: { ${region}: { zones: [...], reason: "..." } }`;
}
