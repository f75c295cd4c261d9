import type { Route53Section } from "../../../config/traffic/route53";
import { fitWeights } from "../members";
import { type SplitWeight, splitWeights } from "./slices";
import type { AddressRecordPlan, AliasRecordPlan, CalculatedCheckPlan, Route53Plan, Routing, SlicePlan } from "../../model/traffic/route53";
import type { Cloud } from "../../../catalogue/clouds";
import type { ForLife } from "../../model/traffic/change";
import type { DnsInput } from "../input";
import type { CloudBranch, ClusterBranch } from "../../model/traffic/tree";

/** Route 53 is global; its API is in this region. https://docs.aws.amazon.com/general/latest/gr/r53.html */
const route53Region = "us-east-1";
/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html */
const maxWeight = 255;

/** @see facts/aws/route53.ts, which test/facts/immutableTraffic.test.ts holds this against */
export function route53ForLife({ zone, measureLatency, health: { protocol, intervalSeconds } }: Route53Section): ForLife {
  return {
    records: { "zone.existing": zone.existing ?? "none" },
    checks: {
      measureLatency: String(measureLatency),
      "health.protocol": protocol,
      "health.intervalSeconds": String(intervalSeconds),
    },
  };
}

/**
 * Weighted over clouds, then regions, then clusters, then addresses. With a backup, a cloud is a failover pair on the way: its own regions
 * first, the backup's when none of them answers. So every way out of a loss stands before it happens, and needs no edit.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html
 */
export function route53Plan({ traffic, host, aliases, clouds }: DnsInput<Route53Section>): Route53Plan {
  const { zone, ttlSeconds, host: label, acceleratedRecovery, measureLatency } = traffic;
  const answering = answeringClouds(traffic, host, clouds);
  return {
    provider: "route53",
    region: route53Region,
    zone: { name: zone.name, existingId: zone.existing, acceleratedRecovery },
    measureLatency,
    calculatedChecks: clouds.filter(hasPair).map((branch) => calculatedCheck(label, branch)),
    slices: answering.flatMap((branch) => slicesOf(traffic, branch)),
    records: [
      ...aliases.map((fqdn) => alias(`${label}-alias-${fqdn.slice(0, fqdn.indexOf("."))}`, fqdn, { kind: "simple" }, host)),
      ...answering.flatMap((branch) => cloudRecords(traffic, host, branch)),
      ...clouds.filter(hasPair).flatMap((branch) => failoverPair(label, host, branch)),
      ...clouds.flatMap((branch) => regionRecords(label, host, branch)),
      ...clouds.flatMap((branch) => clusterRecords(label, host, branch)),
      ...clouds.flatMap(clustersOf).flatMap((branch) => addressRecords(host, ttlSeconds, branch)),
    ],
  };
}

function clustersOf({ regions }: CloudBranch): ClusterBranch[] {
  return regions.flatMap(({ clusters }) => clusters);
}

type Paired = CloudBranch & { readonly backup: Cloud };

/** A cloud of which no region answers has nothing to be first in a pair. */
function hasPair(branch: CloudBranch): branch is Paired {
  return branch.backup !== undefined && branch.regions.some(({ away }) => !away);
}

function calculatedCheck(label: string, branch: CloudBranch): CalculatedCheckPlan {
  const children = clustersOf(branch).flatMap(({ leaves }) => leaves.map(({ key }) => healthCheckOf(key)));
  return { name: `${label}-${branch.cloud}-health`, children };
}

function healthCheckOf(leafKey: string): string {
  return `${leafKey}-health`;
}

interface Answering extends SplitWeight {
  readonly cloud: Cloud;
  /** Record set that answers for it. */
  readonly target: string;
}

/** A cloud that is away leaves its share to its backup, or to all others; so it is never slow. */
function answeringClouds({ weights, degradation }: Route53Section, host: string, clouds: readonly CloudBranch[]): Answering[] {
  const targetOf = (branch: CloudBranch): string | undefined => {
    if (branch.away) return branch.backup === undefined ? undefined : regionSet(host, branch.backup);
    return hasPair(branch) ? `${branch.cloud}.${host}` : regionSet(host, branch.cloud);
  };
  const partsOf = ({ cloud, away }: CloudBranch): number[] => {
    const whole = weights[cloud];
    return away || typeof whole !== "number" ? [] : (degradation[cloud]?.slices ?? []).map(({ points }) => points / whole);
  };
  const answering = clouds.flatMap((branch) => {
    const target = targetOf(branch);
    return target === undefined ? [] : [{ cloud: branch.cloud, weight: branch.weight, target, parts: partsOf(branch) }];
  });
  const split = splitWeights(withWeights(answering), maxWeight);
  return answering.map(({ cloud, target }, index) => ({ cloud, target, ...(split[index] ?? { always: 1, slices: [] }) }));
}

function cloudRecords(traffic: Route53Section, host: string, branch: Answering): AliasRecordPlan[] {
  const { cloud, always, target } = branch;
  return [
    alias(`${traffic.host}-${cloud}`, host, weighted(cloud, always), target),
    ...slicesOf(traffic, branch).map(({ name, setIdentifier, weight }) =>
      alias(name, host, weighted(setIdentifier, weight), target, `${name}-health`),
    ),
  ];
}

function slicesOf({ host: label, degradation }: Route53Section, { cloud, always, slices }: Answering): SlicePlan[] {
  const of = degradation[cloud];
  if (of === undefined) return [];
  const { metric, aboveSeconds } = of;
  const { unit, ...watched } = metric;
  const whole = slices.reduce((sum, weight) => sum + weight, always);
  return slices.map((weight, index) => ({
    cloud,
    name: `${label}-${cloud}-slice-${index + 1}`,
    setIdentifier: `${cloud}-slice-${index + 1}`,
    part: weight / whole,
    weight,
    metric: watched,
    threshold: unit === "Seconds" ? aboveSeconds : aboveSeconds * 1_000,
    minutes: of.slices[index]?.afterMinutes ?? 1,
  }));
}

function failoverPair(label: string, host: string, { cloud, backup }: Paired): AliasRecordPlan[] {
  const member = (role: "PRIMARY" | "SECONDARY", target: Cloud, healthCheck: string | undefined) =>
    alias(
      `${label}-${cloud}-${role.toLowerCase()}`,
      `${cloud}.${host}`,
      { kind: "failover", setIdentifier: role.toLowerCase(), role },
      regionSet(host, target),
      healthCheck,
    );
  return [member("PRIMARY", cloud, `${label}-${cloud}-health`), member("SECONDARY", backup, undefined)];
}

function regionSet(host: string, cloud: Cloud): string {
  return `regions.${cloud}.${host}`;
}

function regionRecords(label: string, host: string, { cloud, regions }: CloudBranch): AliasRecordPlan[] {
  return withWeights(regions.filter(({ away }) => !away)).map(({ region, weight }) =>
    alias(`${label}-${cloud}-${region}`, regionSet(host, cloud), weighted(region, weight), `${region}.${host}`),
  );
}

function clusterRecords(label: string, host: string, { regions }: CloudBranch): AliasRecordPlan[] {
  return regions.flatMap(({ region, clusters }) =>
    withWeights(clusters.filter(({ away }) => !away)).map(({ cluster, weight }) =>
      alias(`${label}-${region}-${cluster}`, `${region}.${host}`, weighted(cluster, weight), `${cluster}.${host}`),
    ),
  );
}

function alias(name: string, fqdn: string, routing: Routing, target: string, healthCheck?: string): AliasRecordPlan {
  return { kind: "alias", name, fqdn, routing, target, healthCheck };
}

function weighted(setIdentifier: string, weight: number): Routing {
  return { kind: "weighted", setIdentifier, weight };
}

function addressRecords(host: string, ttlSeconds: number, { cluster, leaves }: ClusterBranch): AddressRecordPlan[] {
  return leaves.map(({ address, key }) => ({
    kind: "address",
    name: key,
    fqdn: `${cluster}.${host}`,
    routing: weighted(address, 1),
    healthCheck: healthCheckOf(key),
    cluster,
    address,
    ttlSeconds,
  }));
}

function withWeights<Branch extends { readonly weight: number }>(branches: readonly Branch[]): Branch[] {
  const weights = fitWeights(
    branches.map(({ weight }) => weight),
    maxWeight,
  );
  return branches.map((branch, index) => ({ ...branch, weight: weights[index] ?? 1 }));
}
