import { awsRegions } from "./regions/aws";
import { googleRegions } from "./regions/google";
import type { RegionTable } from "./regions/table";

/**
 * Availability zones as the clouds name them.
 *
 * @see https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html
 * @see https://cloud.google.com/compute/docs/regions-zones
 */

/**
 * Zones in which EKS places no control plane.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 * @see https://github.com/eksctl-io/eksctl/issues/3916 (China)
 */
const withoutControlPlane = ["use1-az3", "usw1-az2", "cac1-az3", "cnn1-az4"];

/**
 * What is wrong with an AWS zone id for a cluster in the region, if anything.
 *
 * @param added zones that are newer than the catalogue
 */
export function checkAwsZone(zone: string, region: string, added: readonly string[] = []): string | undefined {
  const prefix = awsZonePrefix(region);
  if (!zone.startsWith(`${prefix}-`))
    return `"${zone}" is not in ${region}, whose zone ids begin with ${prefix}-; choose zones of the cluster's region`;
  if (withoutControlPlane.includes(zone))
    return `"${zone}" cannot hold an EKS control plane; choose another zone of ${region} (https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html)`;
  return checkExists(awsRegions, zone, region, added);
}

/** "usw2" for "us-west-2", "apse1" for "ap-southeast-1": the area, the direction's initials, the number. */
export function awsZonePrefix(region: string): string {
  const [area = "", ...rest] = region.split("-");
  return area + rest.map((word) => initials[word] ?? word.slice(0, /\d/.test(word) ? undefined : 1)).join("");
}

const initials: Readonly<Record<string, string>> = { northeast: "ne", northwest: "nw", southeast: "se", southwest: "sw" };

/** What is wrong with a Google Cloud zone for a cluster in the region, if anything. */
export function checkGoogleZone(zone: string, region: string, added: readonly string[] = []): string | undefined {
  if (zone.slice(0, zone.lastIndexOf("-")) !== region) return `"${zone}" is not in ${region}; choose zones that begin with ${region}-`;
  return checkExists(googleRegions, zone, region, added);
}

/** Of a region that is not in the table, only what is added is known. */
function checkExists({ zones }: RegionTable, zone: string, region: string, added: readonly string[]): string | undefined {
  const known = Object.hasOwn(zones, region) ? zones[region] : undefined;
  if (added.includes(zone) || (known === undefined && added.length === 0) || known?.includes(zone) === true) return undefined;
  return `"${zone}" does not exist; ${region} has the zones ${[...(known ?? []), ...added].join(", ")}`;
}
