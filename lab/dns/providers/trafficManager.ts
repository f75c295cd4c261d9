import { type Answer, choose, type Question, type ResourceRecord } from "../dns";

/** One profile of Traffic Manager. */
export interface Profile {
  /** Resource id, in lower case. */
  readonly id: string;
  /** In lower case, without a trailing dot. */
  readonly fqdn: string;
  readonly enabled: boolean;
  readonly ttl: number;
  readonly routing: "weighted" | "priority";
  readonly endpoints: readonly Endpoint[];
}

export type Endpoint = AddressEndpoint | NestedEndpoint;

interface EndpointCommon {
  readonly name: string;
  readonly enabled: boolean;
  /** Of a weighted profile. */
  readonly weight: number;
  /** Of a profile with priorities: the lowest comes first. */
  readonly priority: number;
}

export interface AddressEndpoint extends EndpointCommon {
  readonly kind: "address";
  readonly address: string;
  /** Undefined where it always serves. */
  readonly healthCheckId: string | undefined;
}

export interface NestedEndpoint extends EndpointCommon {
  readonly kind: "nested";
  /** Resource id, in lower case. */
  readonly profile: string;
  /** Endpoints of the child that have to be online. */
  readonly minChildEndpoints: number;
}

/** Profiles with their health decided, ready to be asked often. */
export interface TrafficManager {
  readonly byName: ReadonlyMap<string, Profile>;
  /** Endpoints that may answer at present, by the profile's id; of a profile with priorities it is one. */
  readonly mayAnswer: ReadonlyMap<string, readonly Endpoint[]>;
}

/** What Microsoft calls an endpoint's monitor status; "checking" counts as online here as there. */
type Status = "online" | "degraded" | "disabled" | "stopped";

/**
 * Decides which endpoints of each profile may answer, as Microsoft documents it:
 * - an endpoint that is disabled never does; one that stands for a profile that is disabled, or has no endpoint to answer with, is stopped and does not either
 * - one that stands for a profile is online while at least `minChildEndpoints` of that profile's endpoints are
 * - endpoints that are online answer; where none is, all that are degraded answer as if they were online
 *
 * @param passes whether an address passes its probes at present
 * @see https://learn.microsoft.com/azure/traffic-manager/traffic-manager-monitoring#traffic-routing-methods
 * @see https://learn.microsoft.com/azure/traffic-manager/traffic-manager-faqs#how-does-traffic-manager-compute-the-health-of-a-nested-endpoint-in-a-parent-profile
 */
export function trafficManager(profiles: readonly Profile[], passes: (healthCheckId: string) => boolean): TrafficManager {
  const byId = new Map(profiles.map((profile) => [profile.id, profile]));
  const known = new Map<string, readonly Status[]>();

  const statuses = ({ id, endpoints }: Profile): readonly Status[] => {
    const remembered = known.get(id);
    if (remembered !== undefined) return remembered;
    // Azure refuses loops; one that leads back to itself has nothing to answer with.
    known.set(id, []);
    const found = endpoints.map(statusOf);
    known.set(id, found);
    return found;
  };
  const statusOf = (endpoint: Endpoint): Status => {
    if (!endpoint.enabled) return "disabled";
    if (endpoint.kind === "address") return endpoint.healthCheckId === undefined || passes(endpoint.healthCheckId) ? "online" : "degraded";
    const child = byId.get(endpoint.profile);
    const below = child?.enabled === true ? statuses(child) : [];
    if (below.every((status) => status === "disabled" || status === "stopped")) return "stopped";
    return below.filter((status) => status === "online").length >= endpoint.minChildEndpoints ? "online" : "degraded";
  };

  const mayAnswer = profiles.map((profile) => [profile.id, profile.enabled ? choosable(profile, statuses(profile)) : []] as const);
  return { byName: new Map(profiles.map((profile) => [profile.fqdn, profile])), mayAnswer: new Map(mayAnswer) };
}

function choosable({ routing, endpoints }: Profile, statuses: readonly Status[]): readonly Endpoint[] {
  const having = (wanted: Status): readonly Endpoint[] => endpoints.filter((_, index) => statuses[index] === wanted);
  const online = having("online");
  const candidates = online.length > 0 ? online : having("degraded");
  return routing === "priority" ? [...candidates].sort((a, b) => a.priority - b.priority).slice(0, 1) : candidates;
}

const domain = "trafficmanager.net";

/**
 * Goes down through the profiles within one answer: nothing of the children shows but their addresses.
 *
 * @param random uniform in [0, 1); one call per weighted profile on the way
 */
export function answerOfProfile({ byName, mayAnswer }: TrafficManager, { name, type }: Question, random: () => number): Answer {
  if (name !== domain && !name.endsWith(`.${domain}`)) return { kind: "refused" };
  const asked = byName.get(name);
  if (asked === undefined) return { kind: name === domain ? "nodata" : "nxdomain", soa };
  const address = addressOf(asked.id, mayAnswer, random);
  if (address === undefined) return { kind: "nxdomain", soa };
  // An endpoint that is an IPv4 address is an A record, and another type is not there.
  if (type !== "A") return { kind: "nodata", soa };
  return { kind: "records", records: [{ name, type, ttl: asked.ttl, data: address }] };
}

const soa: ResourceRecord = {
  name: domain,
  type: "SOA",
  ttl: 30,
  data: "tm1.dns-tm.com hostmaster.trafficmanager.net 2003080800 900 300 2419200 30",
};

function addressOf(id: string, mayAnswer: TrafficManager["mayAnswer"], random: () => number): string | undefined {
  const chosen = choose(mayAnswer.get(id) ?? [], ({ weight }) => weight, random);
  return chosen?.kind === "nested" ? addressOf(chosen.profile, mayAnswer, random) : chosen?.address;
}
