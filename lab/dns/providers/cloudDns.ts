import { type Answer, choose, type Health, isApexType, namesOf, type Question, type ResourceRecord, type Zone, zoneOf } from "../dns";

/** What Cloud DNS answers from. Names are lower case, without a trailing dot. */
export interface View {
  readonly zones: readonly Zone[];
  readonly recordSets: readonly RecordSet[];
}

export interface RecordSet {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  /** Of a set without a routing policy, one. */
  readonly items: readonly PolicyItem[];
}

export interface PolicyItem {
  /** Relative to the other items; not negative. */
  readonly weight: number;
  /** Answered whatever their health is. */
  readonly values: readonly string[];
  /** Answered while their health check passes. */
  readonly endpoints: readonly { readonly address: string; readonly healthCheckId: string }[];
}

/** A view with its health decided, ready to be asked often. */
export interface Authority {
  readonly zones: readonly Zone[];
  readonly recordSets: ReadonlyMap<string, Decided>;
  /** Every name with records, and the inner nodes above them. */
  readonly names: ReadonlySet<string>;
}

export interface Decided {
  readonly ttl: number;
  /** What may be answered at present, one of them at a time. */
  readonly choices: readonly { readonly weight: number; readonly values: readonly string[] }[];
}

/**
 * Decides what each record set may answer, as Cloud DNS documents it: an endpoint whose check fails is left out, and an item with nothing left
 * is not drawn, so the others divide its share by their weights.
 *
 * What is answered where no item of a policy has anything left is documented nowhere. Here everything answers, as if all were healthy.
 *
 * @see https://docs.cloud.google.com/dns/docs/routing-policies-overview
 */
export function authority({ zones, recordSets }: View, health: Health): Authority {
  const decided = recordSets.map((set) => [keyOf(set), { ttl: set.ttl, choices: choicesOf(set.items, health) }] as const);
  return { zones, recordSets: new Map(decided), names: namesOf(zones, recordSets) };
}

function choicesOf(items: readonly PolicyItem[], health: Health): Decided["choices"] {
  const choicesBy = (isHealthy: Health) =>
    items
      .map(({ weight, values, endpoints }) => ({
        weight,
        values: [...values, ...endpoints.flatMap(({ address, healthCheckId }) => (isHealthy(healthCheckId) ? [address] : []))],
      }))
      .filter(({ weight, values }) => weight > 0 && values.length > 0);
  const healthy = choicesBy(health);
  return healthy.length > 0 ? healthy : choicesBy(() => true);
}

/** @param random uniform in [0, 1); one call per routing policy */
export function answer(authority: Authority, question: Question, random: () => number): Answer {
  const zone = zoneOf(authority.zones, question.name);
  if (zone === undefined) return { kind: "refused" };
  if (question.name === zone.name && isApexType(question.type)) return { kind: "records", records: apexRecords(zone, question) };
  const set = authority.recordSets.get(keyOf(question));
  if (set !== undefined) {
    const records = (choose(set.choices, ({ weight }) => weight, random)?.values ?? []).map((data) => ({
      name: question.name,
      type: question.type,
      ttl: set.ttl,
      data,
    }));
    if (records.length > 0) return { kind: "records", records };
  }
  const exists = question.name === zone.name || authority.names.has(question.name);
  return { kind: exists ? "nodata" : "nxdomain", soa: startOfAuthority(zone) };
}

/** Cloud DNS makes both with the zone. https://docs.cloud.google.com/dns/docs/records-overview */
function apexRecords(zone: Zone, { name, type }: Question): readonly ResourceRecord[] {
  if (type === "NS") return zone.nameServers.map((data) => ({ name, type, ttl: 21_600, data }));
  return [startOfAuthority(zone)];
}

function startOfAuthority({ name, nameServers }: Zone): ResourceRecord {
  const data = `${nameServers[0] ?? name} cloud-dns-hostmaster.google.com. 1 21600 3600 259200 300`;
  return { name, type: "SOA", ttl: 21_600, data };
}

function keyOf({ type, name }: Question): string {
  return `${type} ${name}`;
}
