import type { Finding } from "../../../config/file/messages";
import { maxNameLength } from "../../../config/traffic/dns";
import type { CloudDnsPlan } from "../../model/traffic/cloudDns";
import type { CloudBranch } from "../../model/traffic/tree";

/**
 * The quota itemsPerRoutingPolicy, of which no default is published; a record set's own limit is as many records.
 *
 * @see https://docs.cloud.google.com/dns/quotas
 */
const maxItems = 100;

/** What Cloud DNS would refuse. Paths begin with "traffic". */
export function cloudDnsFindings({ records }: CloudDnsPlan): Finding[] {
  const tooLong = records
    .filter(({ fqdn }) => fqdn.length > maxNameLength)
    .map(({ name, fqdn }) => ({
      path: ["traffic", "aliases"],
      message: `"${name}" makes a name of ${fqdn.length} characters, at most ${maxNameLength} fit DNS; shorten it or the zone's name`,
    }));
  const items = records[0]?.items.length ?? 0;
  if (items <= maxItems) return tooLong;
  return [
    ...tooLong,
    {
      path: ["traffic", "clusters"],
      message: `the routing policy would have ${items} addresses, at most ${maxItems} are possible; let fewer clusters serve, or use provider: route53`,
    },
  ];
}

/** A standby below another cloud or region, which Cloud DNS gives no more than its part of what its siblings lose. */
export function cloudDnsWarnings(clouds: readonly CloudBranch[]): Finding[] {
  const allRegions = clouds.flatMap(({ regions }) => regions);
  const inRegions = clouds.length === 1 ? [] : clouds.flatMap(({ cloud, regions }) => standbyRegions(cloud, regions));
  const inClusters = allRegions.length === 1 ? [] : allRegions.flatMap(({ clusters }) => standbyClusters(clusters));
  return [...inRegions, ...inClusters];
}

function standbyRegions(cloud: string, regions: CloudBranch["regions"]): Finding[] {
  return regions
    .filter(({ role }) => role === "standby")
    .map(({ region }) => ({ path: ["traffic", "regions", cloud, region], message: describe(region, `the rest of ${cloud}`) }));
}

function standbyClusters(clusters: CloudBranch["regions"][number]["clusters"]): Finding[] {
  return clusters
    .filter(({ role }) => role === "standby")
    .map(({ cluster }) => ({ path: ["traffic", "clusters", cluster], message: describe(cluster, "the rest of its region") }));
}

function describe(standby: string, siblings: string): string {
  return `${standby} does not take over when ${siblings} is lost: with Cloud DNS a lost share goes to all other addresses by their weights; give it a weight, or use provider: route53`;
}
