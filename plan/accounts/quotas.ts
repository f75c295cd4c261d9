import { describeUnknown, type Finding } from "../../config/file/messages";
import type { FleetPlan, ManagedPlan } from "../model/fleet";
import { byCodeUnit } from "../order";
import { checked, type Quota, quotaTable } from "../../catalogue/quotaDefaults";
import type { QuotaPart, QuotaUse } from "../model/accounts";
import type { Cloud } from "../../catalogue/clouds";
import { type Claim, claimsOf } from "./claims";
import { ownEntry } from "../../facts/properties/ownEntry";

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

function placeOf(claim: Claim): string {
  return whereOf(claim).place;
}

function whereOf({ cloud, quota, region, zone = region, cluster, pool }: Claim): Pick<QuotaUse, "place" | "region"> {
  switch (entryOf(cloud, quota).scope) {
    case "everywhere":
      return { place: "all regions", region: undefined };
    case "region":
      return { place: region, region };
    case "zone":
      return { place: zone, region };
    case "cluster":
      return { place: cluster, region };
    case "pool":
      return { place: `${cluster} ${pool}`, region };
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
  const own = typeof written === "object" ? ownEntry(written, region) : written;
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
  const { ofPools, less } = grows(unit);
  return (
    `the fleet${ofPools ? " at its pools' maxima, each with its replacement beside it," : ""} needs ${demand} ${unit} of "${title}" in ${place} (${parts.map(({ of, amount }) => `${of} ${amount}`).join(", ")}), ` +
    `and the quota is ${limit}${source}; raise it with ${how}, then write clouds.${cloud}.quotas.${quota}: ${entry}, or ${less}`
  );
}

/** Whether a quota's demand grows with the pools, and what makes it less. */
function grows(unit: string): { readonly ofPools: boolean; readonly less: string } {
  switch (unit) {
    case "vCPUs":
    case "GB":
    case "nodes":
      return { ofPools: true, less: "lower the pools' max" };
    case "pools":
      return { ofPools: true, less: "ask for fewer pools" };
    default:
      return { ofPools: false, less: "run less there" };
  }
}

const cloudNames: Readonly<Record<Cloud, string>> = { aws: "AWS", azure: "Azure", gcp: "Google Cloud" };
