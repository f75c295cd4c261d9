/**
 * Availability zones as the three clouds name them.
 *
 * @see https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html
 * @see https://cloud.google.com/compute/docs/regions-zones
 */

/** Zones in which EKS places no control plane. @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html */
const withoutControlPlane = ["use1-az3", "usw1-az2", "cac1-az3"];

/** What is wrong with an AWS zone id for a cluster in the region, if anything. */
export function checkAwsZone(zone: string, region: string): string | undefined {
  const prefix = awsZonePrefix(region);
  if (!zone.startsWith(`${prefix}-`))
    return `"${zone}" is not in ${region}, whose zone ids begin with ${prefix}-; choose zones of the cluster's region`;
  if (withoutControlPlane.includes(zone))
    return `"${zone}" cannot hold an EKS control plane; choose another zone of ${region} (https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html)`;
  return undefined;
}

/** "usw2" for "us-west-2", "apse1" for "ap-southeast-1": the area, the direction's initials, the number. */
export function awsZonePrefix(region: string): string {
  const [area = "", ...rest] = region.split("-");
  return area + rest.map((word) => initials[word] ?? word.slice(0, /\d/.test(word) ? undefined : 1)).join("");
}

const initials: Readonly<Record<string, string>> = { northeast: "ne", northwest: "nw", southeast: "se", southwest: "sw" };

/** The regions whose zones are not a, b and c. Checked 2026-11 against https://cloud.google.com/compute/docs/regions-zones */
const googleZones: Readonly<Record<string, readonly string[]>> = {
  "europe-west1": ["b", "c", "d"],
  "us-central1": ["a", "b", "c", "f"],
  "us-east1": ["b", "c", "d"],
};

/** What is wrong with a Google Cloud zone for a cluster in the region, if anything. */
export function checkGoogleZone(zone: string, region: string): string | undefined {
  if (zone.slice(0, zone.lastIndexOf("-")) !== region) return `"${zone}" is not in ${region}; choose zones that begin with ${region}-`;
  const letters = googleZones[region];
  if (letters !== undefined && !letters.includes(zone.slice(-1)))
    return `"${zone}" does not exist; ${region} has the zones ${letters.map((letter) => `${region}-${letter}`).join(", ")}`;
  return undefined;
}
