/**
 * Zone ids are physical, letters differ per account; the lab's account has them in order.
 * @see https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html
 */
export function zoneName(region: string, zoneId: string): string {
  const number = Number(/-az(\d)$/.exec(zoneId)?.[1] ?? "1");
  return `${region}${String.fromCharCode("a".charCodeAt(0) + number - 1)}`;
}

export function zoneId(region: string, name: string): string {
  return `${regionCode(region)}-az${name.charCodeAt(name.length - 1) - "a".charCodeAt(0) + 1}`;
}

/** "us-west-2" as "usw2", the way zone ids begin. */
export function regionCode(region: string): string {
  const [area = "", ...rest] = region.split("-");
  return area + rest.map((part) => directions[part] ?? part).join("");
}

const directions: Readonly<Record<string, string>> = {
  north: "n",
  south: "s",
  east: "e",
  west: "w",
  central: "c",
  northeast: "ne",
  northwest: "nw",
  southeast: "se",
  southwest: "sw",
  gov: "g",
};

/**
 * Zones that cannot hold an EKS control plane.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export const zonesWithoutControlPlane: readonly string[] = ["use1-az3", "usw1-az2", "cac1-az3"];
