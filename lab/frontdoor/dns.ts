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

export function normalize(name: string): string {
  return name.replace(/\.$/, "").toLowerCase();
}
