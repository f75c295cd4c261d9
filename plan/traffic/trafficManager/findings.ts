import type { Finding } from "../../../config/file/messages";
import type { CnamePlan, ProfilePlan, TrafficManagerPlan } from "../../model/traffic/trafficManager";
import type { CloudBranch } from "../../model/traffic/tree";

const maxLabelLength = 63;
/** Of a profile: https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-traffic-manager-limits */
const maxEndpoints = 200;
/** Of a subscription, in the same place; Azure Support raises it. */
const maxProfiles = 200;
/** Alias record sets that lead to one resource: https://learn.microsoft.com/azure/dns/dns-alias#capabilities */
const maxNames = 20;

/** What Azure would refuse, and what would not be there when it is needed. Paths begin with "traffic". */
export function trafficManagerFindings({ records, resourceGroup }: TrafficManagerPlan, clouds: readonly CloudBranch[]): Finding[] {
  const profiles = records.flatMap((record) => (record.kind === "profile" ? [record] : []));
  const names = records.flatMap((record) => (record.kind === "cname" ? [record] : []));
  return [
    ...tooLong(profiles),
    ...tooManyEndpoints(profiles),
    ...tooManyProfiles(profiles),
    ...tooManyNames(names),
    ...lostWithItsRegion(resourceGroup, clouds),
  ];
}

function tooLong(profiles: readonly ProfilePlan[]): Finding[] {
  return profiles
    .filter(({ dnsName }) => dnsName.length > maxLabelLength)
    .map(({ dnsName, fqdn }) => ({
      path: ["traffic", "dnsPrefix"],
      message: `the profile "${fqdn}" would begin with ${dnsName.length} characters, at most ${maxLabelLength} fit a DNS label; shorten dnsPrefix or the cluster's name`,
    }));
}

function tooManyEndpoints(profiles: readonly ProfilePlan[]): Finding[] {
  return profiles
    .filter(({ endpoints }) => endpoints.length > maxEndpoints)
    .map(({ fqdn, endpoints }) => ({
      path: ["traffic", "clusters"],
      message: `the profile ${fqdn} would have ${endpoints.length} endpoints, at most ${maxEndpoints} are possible; let fewer clusters serve`,
    }));
}

function tooManyProfiles(profiles: readonly ProfilePlan[]): Finding[] {
  if (profiles.length <= maxProfiles) return [];
  return [
    {
      path: ["traffic", "clusters"],
      message: `${profiles.length} profiles would be needed, a subscription has ${maxProfiles}; let fewer clusters serve`,
    },
  ];
}

function tooManyNames(names: readonly CnamePlan[]): Finding[] {
  if (names.length <= maxNames) return [];
  return [
    {
      path: ["traffic", "aliases"],
      message: `with the host, ${names.length} names would lead to one profile, at most ${maxNames} are possible; remove ${names.length - maxNames}`,
    },
  ];
}

/**
 * Edits of everything in a group go through the group's own region, those of global resources too.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/overview#resource-groups
 */
function lostWithItsRegion({ location }: TrafficManagerPlan["resourceGroup"], clouds: readonly CloudBranch[]): Finding[] {
  const served = clouds.filter(({ cloud }) => cloud === "azure").flatMap(({ regions }) => regions.map(({ region }) => region));
  if (location === undefined || !served.includes(location)) return [];
  return [
    {
      path: ["traffic", "resourceGroup", "location"],
      message: `${location} serves, and while it is down nothing in the group may be editable, weights included; write a region other than ${served.join(", ")}`,
    },
  ];
}
