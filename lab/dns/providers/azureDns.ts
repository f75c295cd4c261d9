import { type Answer, isApexType, type Question, type ResourceRecord, type Zone, zoneOf } from "../dns";

/** What Azure DNS answers from. Names are lower case, without a trailing dot. */
export interface View {
  readonly zones: readonly Zone[];
  readonly recordSets: readonly RecordSet[];
}

export interface RecordSet {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  /** Of an alias whose resource has gone, none. */
  readonly values: readonly string[];
}

/** It chooses nothing: every value of a set is in its answer, and a CNAME answers for every type. */
export function answer({ zones, recordSets }: View, { name, type }: Question): Answer {
  const zone = zoneOf(zones, name);
  if (zone === undefined) return { kind: "refused" };
  if (name === zone.name && isApexType(type)) return { kind: "records", records: apexRecords(zone, type) };
  const own = recordSets.filter((set) => set.name === name);
  const found = own.find((set) => set.type === type) ?? own.find((set) => set.type === "CNAME");
  const records = found?.values.map((data) => ({ name, type: found.type, ttl: found.ttl, data })) ?? [];
  if (records.length > 0) return { kind: "records", records };
  const exists = name === zone.name || recordSets.some((set) => set.name === name || set.name.endsWith(`.${name}`));
  return { kind: exists ? "nodata" : "nxdomain", soa: startOfAuthority(zone) };
}

/** Azure DNS makes both with the zone. https://learn.microsoft.com/azure/dns/dns-zones-records#soa-records */
function apexRecords(zone: Zone, type: string): readonly ResourceRecord[] {
  if (type === "NS") return zone.nameServers.map((data) => ({ name: zone.name, type, ttl: 172_800, data }));
  return [startOfAuthority(zone)];
}

function startOfAuthority({ name, nameServers }: Zone): ResourceRecord {
  return { name, type: "SOA", ttl: 3600, data: `${nameServers[0] ?? name} azuredns-hostmaster.microsoft.com 1 3600 300 2419200 300` };
}
