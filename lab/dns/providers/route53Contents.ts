import { dnsView, type DnsCalculatedCheck, type DnsHealthCheck, type DnsRecord } from "../../clouds/dnsView";
import type { CloudStore } from "../../clouds/simulator/store";
import { type Health, normalize } from "../dns";
import type { MetricCheck } from "../checks/metricChecks";
import type { HealthCheck, Timeout } from "../checks/probe";
import { route53Prober } from "../checks/probers";
import type { RecordSet, View } from "./route53";

/** What Route 53 holds at present: what its DNS answers from, and what its checkers ask. */
export interface DnsContents {
  readonly view: View;
  readonly healthChecks: readonly HealthCheck[];
  readonly calculatedChecks: readonly DnsCalculatedCheck[];
  readonly metricChecks: readonly MetricCheck[];
}

export function readDns(store: CloudStore): DnsContents {
  const { zones, records, healthChecks, calculatedChecks, metricChecks } = dnsView(store);
  return {
    view: { zones, records: records.map(toRecordSet) },
    // A check without an address of its own has nothing here to ask; it counts as healthy.
    healthChecks: healthChecks.filter(({ ip }) => ip !== "").map(toHealthCheck),
    calculatedChecks,
    metricChecks: metricChecks.map(({ periods, ...check }) => ({ ...check, seconds: periods * check.periodSeconds })),
  };
}

/**
 * The verdict on every check, those included that only count others. A calculated check cannot have calculated children.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
 */
export function withCalculated({ calculatedChecks }: DnsContents, probed: Health): Health {
  const byId = new Map(calculatedChecks.map((check) => [check.id, check]));
  return (id) => {
    const check = byId.get(id);
    return check === undefined ? probed(id) : check.children.filter(probed).length >= check.threshold;
  };
}

function toRecordSet({ zoneId, name, type, weight, failover, healthCheckId, ttl = 300, values = [], alias }: DnsRecord): RecordSet {
  const answer: RecordSet["answer"] =
    alias === undefined
      ? { kind: "values", ttl, values }
      : { kind: "alias", target: normalize(alias.name), evaluateTargetHealth: alias.evaluateTargetHealth };
  return { zoneId, name: normalize(name), type, weight, failover, healthCheckId, answer };
}

function toHealthCheck({ ip, protocol, ...check }: DnsHealthCheck): HealthCheck {
  const timeout = protocol === "TCP" ? timeouts.tcp : timeouts.http;
  return { ...check, address: ip, type: protocol, timeout, successThreshold: check.failureThreshold, prober: route53Prober };
}

/** @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html */
const timeouts: Readonly<Record<"http" | "tcp", Timeout>> = {
  http: { kind: "steps", connectSeconds: 4, answerSeconds: 2 },
  tcp: { kind: "whole", seconds: 10 },
};
