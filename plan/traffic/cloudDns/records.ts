import type { CloudDnsSection } from "../../../config/traffic/cloudDns";
import type { ForLife } from "../change/changePlan";
import type { DnsInput } from "../dns";
import { sharesOf } from "../shares";
import type { CloudBranch } from "../../model/traffic";

/** One record set with a weighted routing policy over all addresses, and one health check that probes each of them. */
export interface CloudDnsPlan {
  readonly provider: "cloudDns";
  readonly project: string;
  readonly zone: { readonly name: string; readonly existingName: string | undefined; readonly dnssec: boolean };
  readonly healthCheck: EndpointCheckPlan;
  /** The host's, then one for each alias. */
  readonly records: readonly RoutedRecordPlan[];
}

/** What every address of a routing policy is asked. How often, and how many times, is the whole plan's `probing`. */
export interface EndpointCheckPlan {
  readonly protocol: "HTTP" | "HTTPS" | "TCP";
  readonly port: number;
  readonly path: string;
  /** Sent as the Host header. */
  readonly host: string;
  readonly timeoutSeconds: number;
  /** Regions of Google Cloud, three of them. */
  readonly sourceRegions: readonly string[];
}

export interface RoutedRecordPlan {
  readonly kind: "routed";
  /** Pulumi name: the label in front of the zone's name. */
  readonly name: string;
  /** Fully qualified, without a trailing dot. */
  readonly fqdn: string;
  readonly ttlSeconds: number;
  readonly items: readonly PolicyItem[];
}

/** One address of a routing policy. */
export interface PolicyItem {
  readonly cluster: string;
  readonly address: string;
  /** Percent of all answers while everything is healthy. */
  readonly weight: number;
}

/** Its health check changes in place, whatever it asks. */
export function cloudDnsForLife({ project, zone }: CloudDnsSection): ForLife {
  return { records: { project, "zone.existing": zone.existing ?? "none" }, checks: {} };
}

/** Of a weight, which Google Cloud keeps as a binary fraction: enough to be exact, and short enough to be read. */
const significantDigits = 12;

/**
 * Cloud DNS weighs in one level, so an address has the product of its branches' shares as its weight; one that an override takes away is not
 * there. All weights are in one record set, which changes as a whole.
 *
 * @see https://docs.cloud.google.com/dns/docs/routing-policies-overview
 */
export function cloudDnsPlan({ traffic, host, aliases, clouds }: DnsInput<CloudDnsSection>): CloudDnsPlan {
  const { project, zone, dnssec, ttlSeconds } = traffic;
  const { protocol, port, path, timeoutSeconds, sourceRegions } = traffic.health;
  const items = policyItems(clouds);
  return {
    provider: "cloudDns",
    project,
    zone: { name: zone.name, existingName: zone.existing, dnssec },
    healthCheck: { protocol, port, path, host, timeoutSeconds, sourceRegions },
    records: [host, ...aliases].map((fqdn) => ({ kind: "routed", name: fqdn.slice(0, fqdn.indexOf(".")), fqdn, ttlSeconds, items })),
  };
}

function policyItems(clouds: readonly CloudBranch[]): PolicyItem[] {
  const { leaves: shares } = sharesOf(clouds, () => false);
  const clusters = clouds.flatMap(({ regions }) => regions.flatMap(({ clusters }) => clusters));
  return clusters.flatMap(({ cluster, leaves }) =>
    leaves.flatMap(({ address, key }) => {
      const share = shares.get(key);
      return share === undefined ? [] : [{ cluster, address, weight: Number((100 * share).toPrecision(significantDigits)) }];
    }),
  );
}
