import type { CloudDnsSection } from "../../../config/traffic/cloudDns";
import { usualPath } from "../../../config/traffic/health";
import { sharesOf } from "../shares";
import type { CloudDnsPlan, PolicyItem } from "../../model/traffic/cloudDns";
import type { ForLife } from "../../model/traffic/change";
import type { DnsInput } from "../input";
import type { CloudBranch } from "../../model/traffic/tree";

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
  const { protocol, port, path = usualPath, timeoutSeconds, sourceRegions } = traffic.health;
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
