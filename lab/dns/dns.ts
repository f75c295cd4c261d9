/** What the DNS of every provider has in common. Names are lower case, without a trailing dot. */

export interface Zone {
  readonly id: string;
  readonly name: string;
  readonly nameServers: readonly string[];
}

export interface Question {
  readonly name: string;
  readonly type: string;
}

export type Answer =
  | { readonly kind: "records"; readonly records: readonly ResourceRecord[] }
  /** The name exists, or lies above one that does, without such records. */
  | { readonly kind: "nodata"; readonly soa: ResourceRecord }
  | { readonly kind: "nxdomain"; readonly soa: ResourceRecord }
  /** Not a name of any zone here. */
  | { readonly kind: "refused" };

export interface ResourceRecord {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  /** As in a zone file: an address, a name, a text. */
  readonly data: string;
}

/** Whether a health check passes at present. */
export type Health = (healthCheckId: string) => boolean;

/** The longest zone that the name lies in. */
export function zoneOf(zones: readonly Zone[], name: string): Zone | undefined {
  const containing = zones.filter((zone) => name === zone.name || name.endsWith(`.${zone.name}`));
  return containing.reduce<Zone | undefined>(
    (best, zone) => (best === undefined || zone.name.length > best.name.length ? zone : best),
    undefined,
  );
}

/** Types that a provider answers for a zone's own name without being told. */
export function isApexType(type: string): boolean {
  return type === "NS" || type === "SOA";
}

/** One of them, by their weights; undefined where there is none. @param random uniform in [0, 1); not called where there is no choice */
export function choose<Member>(members: readonly Member[], weightOf: (member: Member) => number, random: () => number): Member | undefined {
  if (members.length <= 1) return members[0];
  let left = random() * members.reduce((sum, member) => sum + weightOf(member), 0);
  return members.find((member) => (left -= weightOf(member)) < 0) ?? members.at(-1);
}

/** Every name with records, the inner nodes above them, and the zones. */
export function namesOf(zones: readonly Zone[], records: readonly { readonly name: string }[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name } of records)
    for (let node = name; node.includes(".") && !names.has(node); node = node.slice(node.indexOf(".") + 1)) names.add(node);
  for (const { name } of zones) names.add(name);
  return names;
}

export function normalize(name: string): string {
  return name.replace(/\.$/, "").toLowerCase();
}
