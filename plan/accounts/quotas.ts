import { describeUnknown, type Finding } from "../../config/file/messages";
import type { AksPlan } from "../model/aks";
import type { EksPlan } from "../model/eks";
import type { FleetPlan, ManagedPlan } from "../model/fleet";
import type { GkePlan } from "../model/gke";
import { familyOf, vcpusOf } from "../../catalogue/machines";
import { byCodeUnit } from "../order";
import { checked, type Quota, quotaTable } from "../../catalogue/quotaDefaults";
import type { QuotaPart, QuotaUse } from "../model/accounts";
import type { Cloud } from "../../catalogue/clouds";
import type { NodePoolPlan } from "../model/pool";

/** One thing that counts towards a quota. */
interface Claim extends QuotaPart {
  readonly cloud: Cloud;
  readonly quota: string;
  readonly region: string;
  /** Only of quotas that are counted by zone. */
  readonly zone?: string;
}

/** Demand and limit of every quota that the fleet draws on, by cloud, quota and place. */
export function quotaUses(accounts: FleetPlan["accounts"], clusters: readonly ManagedPlan[]): QuotaUse[] {
  const groups = new Map<string, { readonly claim: Claim; readonly parts: QuotaPart[] }>();
  for (const claim of clusters.flatMap(claimsOf).filter(({ amount }) => amount > 0)) {
    const key = JSON.stringify([claim.cloud, claim.quota, placeOf(claim)]);
    const group = groups.get(key) ?? { claim, parts: [] };
    group.parts.push({ of: claim.of, amount: claim.amount });
    groups.set(key, group);
  }
  return [...groups]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([, { claim, parts }]) => ({
      cloud: claim.cloud,
      quota: claim.quota,
      ...whereOf(claim),
      unit: entryOf(claim.cloud, claim.quota).unit,
      demand: parts.reduce((sum, { amount }) => sum + amount, 0),
      limit: limitOf(accounts, claim),
      parts: parts.sort((a, b) => byCodeUnit(a.of, b.of)),
    }));
}

/**
 * Quotas that the pools' maxima would exceed, and quotas of regions in which the fleet has nothing.
 *
 * @param uses of the same fleet
 */
export function quotaFindings(accounts: FleetPlan["accounts"], clusters: readonly ManagedPlan[], uses: readonly QuotaUse[]): Finding[] {
  const exceeded = uses.filter(({ demand, limit }) => limit !== undefined && demand > limit);
  return [
    ...exceeded.map((use) => ({ path: ["clouds", use.cloud, "quotas", use.quota], message: describe(use) })),
    ...strayRegions(accounts, clusters),
  ];
}

function claimsOf(plan: ManagedPlan): Claim[] {
  switch (plan.cloud) {
    case "aws":
      return eksClaims(plan);
    case "azure":
      return aksClaims(plan);
    case "gcp":
      return gkeClaims(plan);
  }
}

function eksClaims(plan: EksPlan): Claim[] {
  const { zones, natZones } = plan.network;
  const gateways = [...new Set(Object.values(natZones))];
  const claim = claimer(plan);
  return [
    claim("elasticIps", "NAT", gateways.length),
    claim("elasticIps", "front door", zones.length),
    ...gateways.map((zone) => ({ ...claim("natGatewaysPerZone", "NAT", 1), zone })),
    claim("vpcs", "network", 1),
    claim("eksClusters", "cluster", 1),
    claim("networkLoadBalancers", "front door", 1),
    ...plan.pools.map((pool) => claim(pool.capacity === "spot" ? "spotVcpus" : "onDemandVcpus", pool.key, vcpus(plan.cloud, pool))),
  ];
}

/** Spot machines have a quota of their own, for all families together: https://learn.microsoft.com/azure/quotas/spot-quota */
function aksClaims(plan: AksPlan): Claim[] {
  const claim = claimer(plan);
  const family = (machineType: string) => `${familyOf.azure(machineType).toLowerCase()}Vcpus`;
  const onDemand = [
    ...plan.pools.filter(({ capacity }) => capacity === "on-demand"),
    { key: plan.systemPool.name, bounds: plan.systemPool.bounds, machineTypes: [plan.systemPool.host.vmSize] },
  ];
  return [
    claim("publicIps", "NAT", 1),
    claim("publicIps", "front door", 1),
    claim("aksClusters", "cluster", 1),
    ...onDemand.flatMap((pool) => [
      claim("regionalVcpus", pool.key, vcpus(plan.cloud, pool)),
      ...pool.machineTypes.slice(0, 1).map((type) => claim(family(type), pool.key, vcpus(plan.cloud, pool))),
    ]),
    ...plan.pools.filter(({ capacity }) => capacity === "spot").map((pool) => claim("spotVcpus", pool.key, vcpus(plan.cloud, pool))),
  ];
}

/** Spot machines draw on the same quotas unless a project has asked for PREEMPTIBLE_CPUS: https://docs.cloud.google.com/compute/resource-usage#preemptible-quotas */
function gkeClaims(plan: GkePlan): Claim[] {
  const claim = claimer(plan);
  return [
    claim("networks", "network", 1),
    claim("staticAddresses", "front door", 1),
    claim("inUseAddresses", "front door", 1),
    ...plan.pools.flatMap((pool) => [
      claim("vcpusAllRegions", pool.key, vcpus(plan.cloud, pool)),
      ...pool.machineTypes.map((type) => claim(`${familyOf.gcp(type)}Vcpus`, pool.key, vcpus(plan.cloud, pool))),
    ]),
  ];
}

function claimer({ cloud, region, name }: ManagedPlan) {
  return (quota: string, of: string, amount: number): Claim => ({ cloud, region, quota, of: `${name} ${of}`, amount });
}

function vcpus(cloud: Cloud, { bounds, machineTypes: [type = ""] }: Pick<NodePoolPlan, "bounds" | "machineTypes">): number {
  return bounds.max * vcpusOf(cloud, type);
}

function placeOf(claim: Claim): string {
  return whereOf(claim).place;
}

function whereOf({ cloud, quota, region, zone = region }: Claim): Pick<QuotaUse, "place" | "region"> {
  switch (entryOf(cloud, quota).scope) {
    case "everywhere":
      return { place: "all regions", region: undefined };
    case "region":
      return { place: region, region };
    case "zone":
      return { place: zone, region };
  }
}

const entries: Readonly<Record<Cloud, ReadonlyMap<string, Quota>>> = {
  aws: new Map(Object.entries(quotaTable.aws)),
  azure: new Map(Object.entries(quotaTable.azure)),
  gcp: new Map(Object.entries(quotaTable.gcp)),
};

/** @throws Error where a machine family has no entry: the catalogue and the table belong together */
function entryOf(cloud: Cloud, quota: string): Quota {
  const entry = entries[cloud].get(quota);
  if (entry === undefined) throw new Error(`catalogue/quotaDefaults.ts has no ${cloud} quota ${quota}`);
  return entry;
}

function limitOf(accounts: FleetPlan["accounts"], { cloud, quota, region }: Claim): number | undefined {
  const written = accounts[cloud]?.quotas[quota];
  const own = typeof written === "object" ? written[region] : written;
  return own ?? entryOf(cloud, quota).fallback;
}

/** A misspelt region would be a quota that nothing is held against. */
function strayRegions(accounts: FleetPlan["accounts"], clusters: readonly ManagedPlan[]): Finding[] {
  return (["aws", "azure", "gcp"] as const).flatMap((cloud) => {
    const regions = [...new Set(clusters.filter((cluster) => cluster.cloud === cloud).map(({ region }) => region))].sort(byCodeUnit);
    return Object.entries(accounts[cloud]?.quotas ?? {}).flatMap(([quota, written]) => {
      const named = typeof written === "object" ? Object.keys(written) : [];
      return named
        .filter((region) => !regions.includes(region))
        .map((region) => ({
          path: ["clouds", cloud, "quotas", quota, region],
          message: describeUnknown(region, regions, "is no region of a cluster here"),
        }));
    });
  });
}

function describe({ cloud, quota, place, region, unit, demand, limit, parts }: QuotaUse): string {
  const { title, fallback, page, raise } = entryOf(cloud, quota);
  const source = limit === fallback ? `, ${cloudNames[cloud]}'s default on ${checked} (${page})` : "";
  const how = raise.replaceAll("{demand}", String(demand)).replaceAll("{region}", region ?? place);
  const entry = region === undefined ? String(demand) : `{ ${region}: ${demand} }`;
  return (
    `the fleet${unit === "vCPUs" ? " at its pools' maxima" : ""} needs ${demand} ${unit} of "${title}" in ${place} (${parts.map(({ of, amount }) => `${of} ${amount}`).join(", ")}), ` +
    `and the quota is ${limit}${source}; raise it with ${how}, then write clouds.${cloud}.quotas.${quota}: ${entry}, or ${unit === "vCPUs" ? "lower the pools' max" : "run less there"}`
  );
}

const cloudNames: Readonly<Record<Cloud, string>> = { aws: "AWS", azure: "Azure", gcp: "Google Cloud" };
