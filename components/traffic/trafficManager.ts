import * as dns from "@pulumi/azure-native/dns";
import * as resources from "@pulumi/azure-native/resources";
import * as trafficmanager from "@pulumi/azure-native/trafficmanager";
import * as pulumi from "@pulumi/pulumi";
import { addressOf } from "./addressOf";
import type { LeafAddresses, PlanOf, Traffic, TrafficArgs } from "./index";
import type { CnamePlan, EndpointPlan, MonitorPlan, ProfilePlan, TrafficManagerPlan } from "../../plan/model/traffic/trafficManager";

/** The only place that Azure has for DNS. */
const location = "global";

/**
 * Nested profiles down to one endpoint per address, and names in an Azure DNS zone that lead to the outermost one. An address that fails
 * leaves alone, and a profile leaves its parent's answers with its last endpoint.
 * https://learn.microsoft.com/azure/traffic-manager/traffic-manager-nested-profiles
 */
export class TrafficManagerTraffic extends pulumi.ComponentResource implements Traffic {
  readonly zoneId: pulumi.Output<string>;
  readonly nameServers: pulumi.Output<string[]> | undefined;

  constructor(name: string, { plan, addresses }: TrafficArgs<TrafficManagerPlan>, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:traffic:TrafficManagerTraffic", name, {}, opts);
    const child = { parent: this };

    const group = resourceGroup(`${name}-group`, plan, child);
    const zone = dnsZone(`${name}-zone`, plan, group, child);
    const profiles = createProfiles(plan, group, addresses, child);
    createNames(plan, zone, profiles, child);

    this.zoneId = zone.id;
    this.nameServers = zone.nameServers;
    this.registerOutputs({ zoneId: this.zoneId, nameServers: this.nameServers });
  }
}

function resourceGroup(
  name: string,
  { dns: { resourceGroup: group }, tags, protect }: PlanOf<TrafficManagerPlan>,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  if (group.location === undefined) return pulumi.output(group.name);
  // Whoever deletes the group deletes all that is in it.
  return new resources.ResourceGroup(name, { resourceGroupName: group.name, location: group.location, tags }, { ...opts, protect }).name;
}

interface Zone {
  readonly id: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;
  readonly group: pulumi.Output<string>;
  readonly nameServers: pulumi.Output<string[]> | undefined;
}

function dnsZone(
  name: string,
  { dns: { zone }, tags, protect }: PlanOf<TrafficManagerPlan>,
  group: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): Zone {
  // An existing zone is named by its id and not read: a preview looks nothing up.
  if (zone.existing !== undefined)
    return {
      id: pulumi.output(zone.existing.id),
      name: pulumi.output(zone.name),
      group: pulumi.output(zone.existing.group),
      nameServers: undefined,
    };
  const made = new dns.Zone(name, { zoneName: zone.name, resourceGroupName: group, location, tags }, { ...opts, protect });
  return { id: made.id, name: made.name, group, nameServers: made.nameServers };
}

/** By their name in the plan. */
type Profiles = ReadonlyMap<string, trafficmanager.Profile>;

function createProfiles(
  plan: PlanOf<TrafficManagerPlan>,
  group: pulumi.Output<string>,
  addresses: LeafAddresses,
  opts: pulumi.CustomResourceOptions,
): Profiles {
  const made = new Map<string, trafficmanager.Profile>();
  for (const record of plan.dns.records) {
    if (record.kind === "profile") made.set(record.name, createProfile(record, { plan, group, addresses, made }, opts));
  }
  return made;
}

interface ProfileContext {
  readonly plan: PlanOf<TrafficManagerPlan>;
  readonly group: pulumi.Output<string>;
  readonly addresses: LeafAddresses;
  readonly made: Profiles;
}

/** With its endpoints inside, so that an edit of weights is one write. */
function createProfile(
  { name, dnsName, routing, ttlSeconds, protect, endpoints }: ProfilePlan,
  { plan, group, addresses, made }: ProfileContext,
  opts: pulumi.CustomResourceOptions,
): trafficmanager.Profile {
  return new trafficmanager.Profile(
    name,
    {
      profileName: dnsName,
      resourceGroupName: group,
      location,
      profileStatus: "Enabled",
      trafficRoutingMethod: routingMethod[routing],
      dnsConfig: { relativeName: dnsName, ttl: ttlSeconds },
      monitorConfig: monitorConfig(plan.dns.monitor),
      endpoints: endpoints.map((endpoint) => ({ ...common(endpoint), ...target(endpoint, name, { made, addresses }) })),
      tags: plan.tags,
    },
    { ...opts, protect },
  );
}

const routingMethod = { weighted: "Weighted", priority: "Priority" } as const;

function monitorConfig({ protocol, port, intervalSeconds, timeoutSeconds, toleratedFailures, request }: MonitorPlan) {
  const asked =
    request === undefined
      ? {}
      : {
          path: request.path,
          // An endpoint that is an address has no name of its own to ask for.
          customHeaders: [{ name: "Host", value: request.hostHeader }],
          expectedStatusCodeRanges: [{ ...request.successes }],
        };
  return {
    protocol,
    port,
    intervalInSeconds: intervalSeconds,
    timeoutInSeconds: timeoutSeconds,
    toleratedNumberOfFailures: toleratedFailures,
    ...asked,
  };
}

function common({ name, enabled, order }: EndpointPlan) {
  return {
    name,
    endpointStatus: enabled ? "Enabled" : "Disabled",
    ...(order.kind === "weight" ? { weight: order.weight } : { priority: order.priority }),
  };
}

function target(endpoint: EndpointPlan, user: string, { made, addresses }: Pick<ProfileContext, "made" | "addresses">) {
  const type = "Microsoft.Network/trafficManagerProfiles";
  if (endpoint.kind === "address") return { type: `${type}/externalEndpoints`, target: addressOf(endpoint, addresses) };
  return { type: `${type}/nestedEndpoints`, targetResourceId: named(made, endpoint.profile, user).id, minChildEndpoints: 1 };
}

function createNames(
  { dns: { records } }: PlanOf<TrafficManagerPlan>,
  zone: Zone,
  profiles: Profiles,
  opts: pulumi.CustomResourceOptions,
): void {
  for (const record of records) if (record.kind === "cname") createName(record, zone, named(profiles, record.profile, record.name), opts);
}

/**
 * An alias record set: it ends with the profile, so it never leads to a name that somebody else has taken. Of type CNAME, since Azure DNS
 * refuses one of type A whose profile has nested endpoints.
 * https://learn.microsoft.com/azure/dns/dns-alias https://github.com/MicrosoftDocs/azure-docs/issues/32911
 */
function createName(plan: CnamePlan, zone: Zone, profile: trafficmanager.Profile, opts: pulumi.CustomResourceOptions): dns.RecordSet {
  return new dns.RecordSet(
    plan.name,
    {
      relativeRecordSetName: plan.label,
      recordType: "CNAME",
      zoneName: zone.name,
      resourceGroupName: zone.group,
      ttl: plan.ttlSeconds,
      targetResource: { id: profile.id },
    },
    opts,
  );
}

function named(profiles: Profiles, name: string, user: string): trafficmanager.Profile {
  const found = profiles.get(name);
  if (found === undefined) throw new Error(`${user} leads to the profile ${name}, which does not stand before it in the plan`);
  return found;
}
