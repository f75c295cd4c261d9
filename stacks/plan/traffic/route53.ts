import type { Finding } from "../../config/messages";
import type { Traffic } from "../../config/traffic";
import { fitWeights } from "./members";
import type { CloudBranch, ClusterBranch } from "./trafficPlan";

/** Route 53 is global; its API is in this region. https://docs.aws.amazon.com/general/latest/gr/r53.html */
const route53Region = "us-east-1";
/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html */
const maxWeight = 255;
/** Members of one weighted record set: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const maxMembers = 100;
const maxNameLength = 253;

/** A tree of weighted record sets in one hosted zone, each an alias of the next. */
export interface Route53Plan {
  /** Region in which the provider is configured. */
  readonly region: string;
  readonly zone: { readonly name: string; readonly existingId: string | undefined };
  readonly records: readonly RecordPlan[];
}

/** A member of a record set. */
export type RecordPlan = AliasRecordPlan | AddressRecordPlan;

interface RecordPlanCommon {
  /** Pulumi name. */
  readonly name: string;
  /** Fully qualified record name, without a trailing dot. */
  readonly fqdn: string;
  readonly setIdentifier: string;
  readonly weight: number;
}

/** Answers with another record set of the zone while that one is healthy. */
export interface AliasRecordPlan extends RecordPlanCommon {
  readonly kind: "alias";
  readonly target: string;
}

export interface AddressRecordPlan extends RecordPlanCommon {
  readonly kind: "address";
  readonly cluster: string;
  readonly address: string;
  readonly ttlSeconds: number;
  /** Name of a health check of the traffic plan. */
  readonly healthCheck: string;
}

export interface Route53Input {
  readonly traffic: Traffic;
  readonly host: string;
  readonly clouds: readonly CloudBranch[];
}

export function route53Plan({ traffic, host, clouds }: Route53Input): Route53Plan {
  const { zone, ttlSeconds, host: label } = traffic;
  return {
    region: route53Region,
    zone: { name: zone.name, existingId: zone.existing },
    records: [
      ...cloudRecords(label, host, clouds),
      ...clouds.flatMap((branch) => regionRecords(label, host, branch)),
      ...clouds.flatMap((branch) => clusterRecords(label, host, branch)),
      ...clustersOf(clouds).flatMap((branch) => addressRecords(host, ttlSeconds, branch)),
    ],
  };
}

function clustersOf(clouds: readonly CloudBranch[]): ClusterBranch[] {
  return clouds.flatMap(({ regions }) => regions.flatMap(({ clusters }) => clusters));
}

function cloudRecords(label: string, host: string, clouds: readonly CloudBranch[]): AliasRecordPlan[] {
  return members(clouds).map(({ cloud, weight }) => ({
    kind: "alias",
    name: `${label}-${cloud}`,
    fqdn: host,
    setIdentifier: cloud,
    weight,
    target: `${cloud}.${host}`,
  }));
}

function regionRecords(label: string, host: string, { cloud, regions }: CloudBranch): AliasRecordPlan[] {
  return members(regions).map(({ region, weight }) => ({
    kind: "alias",
    name: `${label}-${cloud}-${region}`,
    fqdn: `${cloud}.${host}`,
    setIdentifier: region,
    weight,
    target: `${region}.${host}`,
  }));
}

function clusterRecords(label: string, host: string, { regions }: CloudBranch): AliasRecordPlan[] {
  return regions.flatMap(({ region, clusters }) =>
    members(clusters).map(({ cluster, weight }) => ({
      kind: "alias",
      name: `${label}-${region}-${cluster}`,
      fqdn: `${region}.${host}`,
      setIdentifier: cluster,
      weight,
      target: `${cluster}.${host}`,
    })),
  );
}

function addressRecords(host: string, ttlSeconds: number, { cluster, leaves }: ClusterBranch): AddressRecordPlan[] {
  return leaves.map(({ address, key }) => ({
    kind: "address",
    name: key,
    fqdn: `${cluster}.${host}`,
    setIdentifier: address,
    weight: 1,
    cluster,
    address,
    ttlSeconds,
    healthCheck: `${key}-health`,
  }));
}

/** Those that answer on their level, with weights that Route 53 takes. */
function members<Branch extends { readonly weight: number; readonly away: boolean }>(branches: readonly Branch[]): Branch[] {
  const present = branches.filter(({ away }) => !away);
  const weights = fitWeights(
    present.map(({ weight }) => weight),
    maxWeight,
  );
  return present.map((branch, index) => ({ ...branch, weight: weights[index] ?? 1 }));
}

/** What Route 53 would refuse. Paths begin with "traffic". */
export function route53Findings({ records }: Route53Plan, host: string): Finding[] {
  return [...tooLong(records), ...tooMany(records), ...namedTwice(records), ...sharedSets(records, host)];
}

function tooLong(records: readonly RecordPlan[]): Finding[] {
  const names = new Set(records.map(({ fqdn }) => fqdn).filter((fqdn) => fqdn.length > maxNameLength));
  return [...names].map((fqdn) => ({
    path: ["traffic", "host"],
    message: `the record "${fqdn}" has ${fqdn.length} characters, at most ${maxNameLength} fit a DNS name; shorten host, the zone's name or the cluster's`,
  }));
}

function tooMany(records: readonly RecordPlan[]): Finding[] {
  return [...counted(records.map(({ fqdn }) => fqdn))]
    .filter(([, count]) => count > maxMembers)
    .map(([fqdn, count]) => ({
      path: ["traffic", "clusters"],
      message: `${fqdn} would have ${count} weighted members, at most ${maxMembers} are possible; let fewer clusters serve`,
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
