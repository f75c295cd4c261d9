import { dnsView, type DnsHealthCheck, type DnsRecord } from "../cloud/dnsView";
import type { CloudStore } from "../cloud/store";
import type { HealthCheck } from "./probe";
import { normalize, type RecordSet, type View } from "./route53";

/** What Route 53 holds at present: what its DNS answers from, and what its checkers ask. */
export interface DnsContents {
  readonly view: View;
  readonly healthChecks: readonly HealthCheck[];
}

export function readDns(store: CloudStore): DnsContents {
  const { zones, records, healthChecks } = dnsView(store);
  return {
    view: { zones, records: records.map(toRecordSet) },
    // A check without an address of its own has nothing here to ask; it counts as healthy.
    healthChecks: healthChecks.filter(({ ip }) => ip !== "").map(toHealthCheck),
  };
}

function toRecordSet({ zoneId, name, type, weight, healthCheckId, ttl = 300, values = [], alias }: DnsRecord): RecordSet {
  const answer: RecordSet["answer"] =
    alias === undefined
      ? { kind: "values", ttl, values }
      : { kind: "alias", target: normalize(alias.name), evaluateTargetHealth: alias.evaluateTargetHealth };
  return { zoneId, name: normalize(name), type, weight, healthCheckId, answer };
}

function toHealthCheck({ ip, protocol, ...check }: DnsHealthCheck): HealthCheck {
  return { ...check, address: ip, type: protocol };
}
