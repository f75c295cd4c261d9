import { namedZone, type TrafficManagerSection } from "../../../config/traffic/trafficManager";
import { addressEndpoints, cloudEndpoints, clusterEndpoints, ownThenBackup, profileName, regionEndpoints } from "./endpoints";
import { monitorPlan } from "./monitor";
import type { CnamePlan, EndpointPlan, ProfilePlan, TrafficManagerPlan } from "../../model/traffic/trafficManager";
import type { ForLife } from "../../model/traffic/change";
import type { DnsInput } from "../input";
import type { CloudBranch, ClusterBranch } from "../../model/traffic/tree";

/** Every profile answers under a name of its own below this one. */
const profileDomain = "trafficmanager.net";
/** What probes an address is a part of its profile, and changes with it. */
export function trafficManagerForLife({ subscription, resourceGroup, zone, dnsPrefix }: TrafficManagerSection): ForLife {
  return {
    records: {
      subscription,
      "resourceGroup.name": resourceGroup.name,
      "resourceGroup.location": resourceGroup.location ?? "none",
      "zone.existing": zone.existing ?? "none",
      dnsPrefix,
    },
    checks: {},
  };
}

/**
 * Weighted over clouds, then regions, then clusters, then addresses. With `redirect`, a cloud is a list of priorities on the way: its own
 * regions first, the backup's when none of them answers. So every way out of a loss stands before it happens, and needs no edit. What an
 * override takes away is disabled and stays in its place, so that the way back is one field too.
 *
 * @see https://learn.microsoft.com/azure/traffic-manager/traffic-manager-nested-profiles
 */
export function trafficManagerPlan({ traffic, host, aliases, clouds }: DnsInput<TrafficManagerSection>): TrafficManagerPlan {
  const { subscription, tenant, resourceGroup, zone, ttlSeconds, host: label } = traffic;
  const profile = profileIn(traffic);
  const nameInZone = (name: string, fqdn: string): CnamePlan => ({
    kind: "cname",
    name,
    fqdn,
    label: fqdn.slice(0, fqdn.indexOf(".")),
    profile: label,
    ttlSeconds,
  });
  return {
    provider: "trafficManager",
    subscription,
    tenant,
    resourceGroup: { name: resourceGroup.name, location: resourceGroup.location },
    zone: {
      name: zone.name,
      existing: zone.existing === undefined ? undefined : { id: zone.existing, group: namedZone(zone.existing).group },
    },
    monitor: monitorPlan(traffic, host),
    records: [
      ...clouds.flatMap(clustersOf).map((cluster) => profile(`cluster-${cluster.cluster}`, "weighted", addressEndpoints(cluster))),
      ...clouds
        .flatMap(({ regions }) => regions)
        .map((region) => profile(`region-${region.region}`, "weighted", clusterEndpoints(label, region))),
      ...clouds.map((cloud) => profile(`regions-${cloud.cloud}`, "weighted", regionEndpoints(label, cloud))),
      ...(traffic.onCloudLoss === "redirect"
        ? clouds.map((cloud) => profile(`cloud-${cloud.cloud}`, "priority", ownThenBackup(label, cloud)))
        : []),
      profile(undefined, "weighted", cloudEndpoints(traffic, clouds)),
      nameInZone(`${label}-name`, host),
      ...aliases.map((fqdn) => nameInZone(`${label}-alias-${fqdn.slice(0, fqdn.indexOf("."))}`, fqdn)),
    ],
  };
}

/** The outermost profile has no role. It is the one that clients are led to, and a name below trafficmanager.net is anybody's once it is free. */
function profileIn({ host: label, dnsPrefix, ttlSeconds, protect }: TrafficManagerSection) {
  return (role: string | undefined, routing: ProfilePlan["routing"], endpoints: readonly EndpointPlan[]): ProfilePlan => {
    const dnsName = role === undefined ? dnsPrefix : `${dnsPrefix}-${role}`;
    const name = role === undefined ? label : profileName(label, role);
    return {
      kind: "profile",
      name,
      dnsName,
      fqdn: `${dnsName}.${profileDomain}`,
      routing,
      ttlSeconds,
      protect: protect && role === undefined,
      endpoints,
    };
  };
}

function clustersOf({ regions }: CloudBranch): ClusterBranch[] {
  return regions.flatMap(({ clusters }) => clusters);
}
