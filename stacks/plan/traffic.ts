import type { Finding } from "../config/messages";
import type { Traffic } from "../config/traffic";
import type {
  AddressRecordPlan,
  AliasRecordPlan,
  CloudBranch,
  ClusterBranch,
  HealthCheckPlan,
  Leaf,
  RecordPlan,
  TrafficPlan,
} from "./trafficPlan";
import { type FleetPlan, isManaged, type ManagedPlan } from "./fleetPlan";
import { byCodeUnit, sortedEntries } from "./order";

/** Route 53 is global; its API is in this region. https://docs.aws.amazon.com/general/latest/gr/r53.html */
const route53Region = "us-east-1";
/** Members of one weighted record set: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const maxMembers = 100;
const maxNameLength = 253;
/** What an AKS or GKE front door calls its one address. */
const regional = "regional";

/** Which stack the DNS belongs to, and which one has the addresses. */
export interface TrafficOwner {
  readonly stack: string;
  /** Undefined when it is the same. */
  readonly fleetStack: string | undefined;
}

/**
 * The tree of answers: clouds by weight, clusters by weight within their cloud, addresses evenly within their cluster.
 */
export function trafficPlan({ stack, fleetStack }: TrafficOwner, traffic: Traffic, fleet: FleetPlan): TrafficPlan {
  const { zone, health, ttlSeconds, protect } = traffic;
  const host = `${traffic.host}.${zone.name}`;
  const clouds = branches(traffic, fleet);
  const leaves = clouds.flatMap(({ clusters }) => clusters).flatMap(({ cluster, leaves }) => leaves.map((leaf) => ({ cluster, ...leaf })));
  return {
    stack,
    fleetStack,
    provider: traffic.provider,
    region: route53Region,
    tags: fleet.tags,
    protect,
    zone: { name: zone.name, existingId: zone.existing },
    host,
    ttlSeconds,
    clouds,
    healthChecks: leaves.map(({ cluster, address, key }): HealthCheckPlan => ({
      name: `${key}-health`,
      cluster,
      address,
      ...health,
      host,
    })),
    records: [
      ...cloudRecords(traffic.host, host, clouds),
      ...clusterRecords(traffic.host, host, clouds),
      ...addressRecords(host, ttlSeconds, clouds),
    ],
  };
}

function branches(traffic: Traffic, fleet: FleetPlan): CloudBranch[] {
  const weights = sortedEntries(traffic.weights);
  const total = sum(weights.map(([, weight]) => weight));
  return weights.flatMap(([name, weight]) => {
    const serving = servingClusters(traffic, fleet).filter(({ plan }) => plan.cloud === name);
    const [first] = serving;
    if (first === undefined) return [];
    const { cloud } = first.plan;
    return [{ cloud, weight, share: weight / total, clusters: clusterBranches(serving, weight / total) }];
  });
}

interface Serving {
  readonly plan: ManagedPlan;
  readonly weight: number;
}

/** In order of their names. A section without `clusters` is one whose stack has the fleet too: all of it serves. */
function servingClusters({ clusters, weights }: Traffic, fleet: FleetPlan): Serving[] {
  return fleet.clusters.filter(isManaged).flatMap((plan) => {
    const weight = clusters === undefined ? (weights[plan.cloud] === undefined ? undefined : 1) : clusters[plan.name];
    return weight === undefined ? [] : [{ plan, weight }];
  });
}

function clusterBranches(serving: readonly Serving[], cloudShare: number): ClusterBranch[] {
  const total = sum(serving.map(({ weight }) => weight));
  return serving.map(({ plan, weight }) => ({ cluster: plan.name, weight, share: (cloudShare * weight) / total, leaves: leavesOf(plan) }));
}

function leavesOf(plan: ManagedPlan): Leaf[] {
  const addresses = plan.cloud === "aws" ? plan.network.zones.map(({ id }) => id) : [regional];
  return [...addresses].sort(byCodeUnit).map((address) => ({ address, key: `${plan.name}-${address}` }));
}

function cloudRecords(label: string, host: string, clouds: readonly CloudBranch[]): AliasRecordPlan[] {
  return clouds.map(({ cloud, weight }) => ({
    kind: "alias",
    name: `${label}-${cloud}`,
    fqdn: host,
    setIdentifier: cloud,
    weight,
    target: `${cloud}.${host}`,
  }));
}

function clusterRecords(label: string, host: string, clouds: readonly CloudBranch[]): AliasRecordPlan[] {
  return clouds.flatMap(({ cloud, clusters }) =>
    clusters.map(({ cluster, weight }) => ({
      kind: "alias",
      name: `${label}-${cloud}-${cluster}`,
      fqdn: `${cloud}.${host}`,
      setIdentifier: cluster,
      weight,
      target: `${cluster}.${host}`,
    })),
  );
}

function addressRecords(host: string, ttlSeconds: number, clouds: readonly CloudBranch[]): AddressRecordPlan[] {
  return clouds.flatMap(({ clusters }) =>
    clusters.flatMap(({ cluster, leaves }) =>
      leaves.map(({ address, key }) => ({
        kind: "address",
        name: key,
        fqdn: `${cluster}.${host}`,
        setIdentifier: address,
        weight: 1,
        cluster,
        address,
        ttlSeconds,
        healthCheck: `${key}-health`,
      })),
    ),
  );
}

function sum(weights: readonly number[]): number {
  return weights.reduce((total, weight) => total + weight, 0);
}

/**
 * What Route 53 would refuse. Whether the section's clusters exist and have weights is the config's to say: it knows both files.
 * Paths begin with "traffic", in the file that has the section.
 */
export function trafficFindings(plan: TrafficPlan): Finding[] {
  return [...tooLong(plan.records), ...tooMany(plan.records), ...namedTwice(plan.records), ...calledLikeClouds(plan)];
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
    .filter(([, members]) => members > maxMembers)
    .map(([fqdn, members]) => ({
      path: ["traffic", "clusters"],
      message: `${fqdn} would have ${members} weighted members, at most ${maxMembers} are possible; let fewer clusters serve`,
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

/** A cluster's record set and a cloud's would be one. */
function calledLikeClouds({ host, clouds }: TrafficPlan): Finding[] {
  const names = new Set<string>(clouds.map(({ cloud }) => cloud));
  return clouds
    .flatMap(({ clusters }) => clusters.map(({ cluster }) => cluster))
    .filter((cluster) => names.has(cluster))
    .map((cluster) => ({
      path: ["traffic", "clusters", cluster],
      message: `${cluster}.${host} is already the record set of the cloud ${cluster}; give the cluster another name`,
    }));
}
