import type { CloudStore } from "./simulator/store";
import { alarmType } from "./aws/alarms";
import { recordName, recordType } from "./aws/route53/record";
import { count, flag, has, object, text, texts } from "../../facts/properties/select";

/** What Route 53 answers from, in plain form. Names are lower case, without a trailing dot. */
export interface DnsView {
  readonly zones: readonly { readonly id: string; readonly name: string; readonly nameServers: readonly string[] }[];
  readonly records: readonly DnsRecord[];
  readonly healthChecks: readonly DnsHealthCheck[];
  readonly calculatedChecks: readonly DnsCalculatedCheck[];
  readonly metricChecks: readonly DnsMetricCheck[];
}

export interface DnsRecord {
  readonly zoneId: string;
  readonly name: string;
  readonly type: string;
  /** Undefined for an alias, which has its target's. */
  readonly ttl: number | undefined;
  readonly setIdentifier: string | undefined;
  readonly weight: number | undefined;
  readonly failover: "PRIMARY" | "SECONDARY" | undefined;
  /** Exactly one of values and alias is given. */
  readonly values?: readonly string[];
  readonly alias?: { readonly name: string; readonly evaluateTargetHealth: boolean };
  readonly healthCheckId: string | undefined;
}

export interface DnsHealthCheck {
  readonly id: string;
  /** Logical name of the Pulumi resource. */
  readonly name: string;
  /** Empty where the host is resolved instead. */
  readonly ip: string;
  readonly port: number;
  readonly protocol: "HTTP" | "HTTPS" | "TCP";
  readonly path: string;
  /** Sent as the Host header. */
  readonly host: string;
  readonly intervalSeconds: number;
  readonly failureThreshold: number;
  readonly inverted: boolean;
  readonly disabled: boolean;
}

/** Healthy while enough of its children are. */
export interface DnsCalculatedCheck {
  readonly id: string;
  readonly children: readonly string[];
  readonly threshold: number;
}

/** Follows the metric of an alarm. */
export interface DnsMetricCheck {
  readonly id: string;
  /** The alarm's tag: whose metric it is. */
  readonly cloud: string;
  readonly periodSeconds: number;
  readonly periods: number;
}

/** @param store the contents of aws; read-only will do */
export function dnsView(store: CloudStore): DnsView {
  const checks = store.byType("aws:route53/healthCheck:HealthCheck");
  return {
    zones: store
      .byType("aws:route53/zone:Zone")
      .map(({ id, outputs }) => ({ id, name: lower(text(outputs, "name")), nameServers: texts(outputs, "nameServers[*]") })),
    records: store.byType(recordType).map(({ inputs }) => ({
      zoneId: text(inputs, "zoneId"),
      name: recordName({ inputs, cloud: store }),
      type: text(inputs, "type"),
      ttl: count(inputs, "ttl"),
      setIdentifier: text(inputs, "setIdentifier") || undefined,
      weight: count(inputs, "weightedRoutingPolicies[0].weight"),
      failover: failoverOf(text(inputs, "failoverRoutingPolicies[0].type")),
      healthCheckId: text(inputs, "healthCheckId") || undefined,
      ...(has(inputs, "aliases") ? { alias: aliasOf(object(inputs, "aliases[0]")) } : { values: texts(inputs, "records[*]") }),
    })),
    healthChecks: checks.filter(({ inputs }) => ![calculated, ofMetric].includes(text(inputs, "type"))).map(healthCheckOf),
    calculatedChecks: checks.filter(({ inputs }) => text(inputs, "type") === calculated).map(calculatedCheckOf),
    metricChecks: checks.filter(({ inputs }) => text(inputs, "type") === ofMetric).map((check) => metricCheckOf(check, store)),
  };
}

const calculated = "CALCULATED";
const ofMetric = "CLOUDWATCH_METRIC";

function metricCheckOf({ id, inputs }: ReturnType<CloudStore["byType"]>[number], store: CloudStore): DnsMetricCheck {
  const name = text(inputs, "cloudwatchAlarmName");
  const alarm = store.byType(alarmType).find((other) => text(other.inputs, "name") === name)?.inputs ?? {};
  return {
    id,
    cloud: text(alarm, "tags.Cloud"),
    periodSeconds: count(alarm, "period") ?? 60,
    periods: count(alarm, "evaluationPeriods") ?? 1,
  };
}

function failoverOf(role: string): DnsRecord["failover"] {
  return role === "PRIMARY" || role === "SECONDARY" ? role : undefined;
}

function calculatedCheckOf({ id, inputs }: ReturnType<CloudStore["byType"]>[number]): DnsCalculatedCheck {
  const children = texts(inputs, "childHealthchecks[*]");
  return { id, children, threshold: count(inputs, "childHealthThreshold") ?? children.length };
}

function aliasOf(alias: Parameters<typeof text>[0]): { readonly name: string; readonly evaluateTargetHealth: boolean } {
  return { name: lower(text(alias, "name")), evaluateTargetHealth: flag(alias, "evaluateTargetHealth") === true };
}

function healthCheckOf({ id, urn, inputs }: ReturnType<CloudStore["byType"]>[number]): DnsHealthCheck {
  const kind = text(inputs, "type");
  const protocol = kind.startsWith("HTTPS") ? "HTTPS" : kind === "TCP" ? "TCP" : "HTTP";
  return {
    id,
    name: urn.slice(urn.lastIndexOf("::") + 2),
    ip: text(inputs, "ipAddress"),
    port: count(inputs, "port") ?? (protocol === "HTTPS" ? 443 : 80),
    protocol,
    path: text(inputs, "resourcePath") || "/",
    host: text(inputs, "fqdn") || text(inputs, "ipAddress"),
    intervalSeconds: count(inputs, "requestInterval") ?? 30,
    failureThreshold: count(inputs, "failureThreshold") ?? 3,
    inverted: flag(inputs, "invertHealthcheck") === true,
    disabled: flag(inputs, "disabled") === true,
  };
}

function lower(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
