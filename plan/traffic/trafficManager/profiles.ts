import { namedZone, type TrafficManagerSection } from "../../../config/traffic/trafficManager";
import type { ForLife } from "../change/changePlan";
import type { DnsInput } from "../dns";
import { addressEndpoints, cloudEndpoints, clusterEndpoints, ownThenBackup, profileName, regionEndpoints } from "./endpoints";
import { type MonitorPlan, monitorPlan } from "./monitor";
import type { CloudBranch, ClusterBranch } from "../../model/traffic";

/** Every profile answers under a name of its own below this one. */
const profileDomain = "trafficmanager.net";
/** Nested profiles, down to the addresses, and the names that lead to the outermost one. */
export interface TrafficManagerPlan {
  readonly provider: "trafficManager";
  readonly subscription: string;
  readonly tenant: string;
  /** Without a location it exists already. */
  readonly resourceGroup: { readonly name: string; readonly location: string | undefined };
  /** With the resource id and the resource group of a zone that exists already. */
  readonly zone: { readonly name: string; readonly existing: { readonly id: string; readonly group: string } | undefined };
  /** Every profile's. */
  readonly monitor: MonitorPlan;
  /** Everything that answers a name; a profile stands after those that it leads to. */
  readonly records: readonly (ProfilePlan | CnamePlan)[];
}

export interface ProfilePlan {
  readonly kind: "profile";
  /** Pulumi name. */
  readonly name: string;
  /** Label below trafficmanager.net, and the resource's name. */
  readonly dnsName: string;
  readonly fqdn: string;
  readonly routing: "weighted" | "priority";
  readonly ttlSeconds: number;
  readonly protect: boolean;
  readonly endpoints: readonly EndpointPlan[];
}

export type EndpointPlan = ProfileEndpointPlan | AddressEndpointPlan;

interface EndpointPlanCommon {
  /** Unique in its profile. */
  readonly name: string;
  /** A disabled one is neither probed nor answered with, whatever else is lost. */
  readonly enabled: boolean;
  readonly order: { readonly kind: "weight"; readonly weight: number } | { readonly kind: "priority"; readonly priority: number };
}

/** Answers with what another profile answers while that one has an endpoint that is up. */
export interface ProfileEndpointPlan extends EndpointPlanCommon {
  readonly kind: "profile";
  /** Name of a profile of the plan. */
  readonly profile: string;
}

export interface AddressEndpointPlan extends EndpointPlanCommon {
  readonly kind: "address";
  readonly cluster: string;
  readonly address: string;
}

/** A name in the zone. */
export interface CnamePlan {
  readonly kind: "cname";
  /** Pulumi name. */
  readonly name: string;
  readonly fqdn: string;
  /** Relative to the zone. */
  readonly label: string;
  /** Name of a profile of the plan. */
  readonly profile: string;
  readonly ttlSeconds: number;
}

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
