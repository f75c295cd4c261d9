import type { Finding } from "../../../config/file/messages";
import { maxNameLength } from "../../../config/traffic/dns";
import type { CalculatedCheckPlan, RecordPlan, Route53Plan } from "../../model/traffic/route53";

/** Members of one weighted record set: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const maxMembers = 100;
/** Of a calculated health check: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
const maxChildren = 256;

/** What Route 53 would refuse. Paths begin with "traffic". */
export function route53Findings({ records, calculatedChecks }: Route53Plan, host: string): Finding[] {
  return [
    ...tooManyChildren(calculatedChecks),
    ...tooLong(records),
    ...tooMany(records, host),
    ...namedTwice(records),
    ...sharedSets(records, host),
  ];
}

function tooManyChildren(checks: readonly CalculatedCheckPlan[]): Finding[] {
  return checks
    .filter(({ children }) => children.length > maxChildren)
    .map(({ name, children }) => ({
      path: ["traffic", "clusters"],
      message: `${name} would count ${children.length} addresses, at most ${maxChildren} are possible; let fewer clusters serve, or write onCloudLoss: renormalise`,
    }));
}

function tooLong(records: readonly RecordPlan[]): Finding[] {
  const names = new Set(records.map(({ fqdn }) => fqdn).filter((fqdn) => fqdn.length > maxNameLength));
  return [...names].map((fqdn) => ({
    path: ["traffic", "host"],
    message: `the record "${fqdn}" has ${fqdn.length} characters, at most ${maxNameLength} fit a DNS name; shorten host, the zone's name or the cluster's`,
  }));
}

function tooMany(records: readonly RecordPlan[], host: string): Finding[] {
  return [...counted(records.map(({ fqdn }) => fqdn))]
    .filter(([, count]) => count > maxMembers)
    .map(([fqdn, count]) => ({
      path: ["traffic", fqdn === host ? "degradation" : "clusters"],
      message: `${fqdn} would have ${count} members, at most ${maxMembers} are possible; ${fqdn === host ? "write fewer slices" : "let fewer clusters serve"}`,
    }));
}

/** Only where a cluster is called like a host and a cloud, so the remedy is a name. */
function namedTwice(records: readonly RecordPlan[]): Finding[] {
  return [...counted(records.map(({ name }) => name))]
    .filter(([, count]) => count > 1)
    .map(([name, count]) => ({
      path: ["traffic", "host"],
      message: `${count} records would be called "${name}"; choose another host or another cluster name`,
    }));
}

function counted(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** A cluster's record set, and a cloud's or a region's, would be one. */
function sharedSets(records: readonly RecordPlan[], host: string): Finding[] {
  const aliases = new Set(records.flatMap((record) => (record.kind === "alias" ? [record.fqdn] : [])));
  const clusters = new Set(records.flatMap((record) => (record.kind === "address" ? [record.cluster] : [])));
  return [...clusters]
    .filter((cluster) => aliases.has(`${cluster}.${host}`))
    .map((cluster) => ({
      path: ["traffic", "clusters", cluster],
      message: `${cluster}.${host} is already the record set of the cloud or region ${cluster}; give the cluster another name`,
    }));
}
