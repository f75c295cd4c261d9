import type { Traffic } from "../../config/traffic";
import type { Cloud, ClusterPlan, FleetPlan } from "../fleetPlan";
import { byCodeUnit, sortedEntries } from "../order";
import { type ServingMember, weigh } from "./members";
import { sharesOf } from "./shares";
import type { CloudBranch, ClusterBranch, Leaf, RegionBranch } from "./trafficPlan";

/** What an AKS or GKE front door calls its one address. */
const regional = "regional";

/** Branches before anybody has worked out what they get. */
export type BareCloud = Omit<CloudBranch, "share" | "regions"> & { readonly regions: readonly BareRegion[] };
type BareRegion = Omit<RegionBranch, "share" | "clusters"> & { readonly clusters: readonly BareCluster[] };
type BareCluster = Omit<ClusterBranch, "share">;

/**
 * Who answers: clouds by weight, regions by weight within their cloud, clusters within their region, addresses evenly within their cluster.
 * In order of their names. What is disabled is not there; what an override takes away is there, and marked.
 */
export function trafficTree(traffic: Traffic, fleet: FleetPlan): CloudBranch[] {
  const bare = withBackups(traffic, cloudBranches(traffic, servingClusters(traffic, fleet)));
  const shares = sharesOf(bare, () => false);
  return bare.map((cloud) => ({
    ...cloud,
    share: shares.clouds.get(cloud.cloud) ?? 0,
    regions: cloud.regions.map((region) => ({
      ...region,
      share: shares.regions.get(region.region) ?? 0,
      clusters: region.clusters.map((cluster) => ({ ...cluster, share: shares.clusters.get(cluster.cluster) ?? 0 })),
    })),
  }));
}

interface Serving {
  readonly plan: ClusterPlan;
  readonly member: ServingMember;
}

/** In order of their names. A section without `clusters` is one whose stack has the fleet too: all of it serves. */
function servingClusters({ clusters }: Traffic, fleet: FleetPlan): Serving[] {
  return fleet.clusters.flatMap((plan) => {
    const member = clusters === undefined ? 1 : clusters[plan.name];
    return member === undefined || member === "disabled" ? [] : [{ plan, member }];
  });
}

function cloudBranches(traffic: Traffic, serving: readonly Serving[]): BareCloud[] {
  const members = sortedEntries(traffic.weights).flatMap(([name, member]) => {
    const own = serving.filter(({ plan }) => plan.cloud === name);
    const [first] = own;
    return member === "disabled" || first === undefined ? [] : [{ key: first.plan.cloud, member, own }];
  });
  return level(traffic, members).map(({ key: cloud, own, ...branch }) => {
    const regions = regionBranches(traffic, cloud, own);
    return { cloud, backup: undefined, ...branch, away: branch.away || regions.every(({ away }) => away), regions };
  });
}

function regionBranches(traffic: Traffic, cloud: Cloud, serving: readonly Serving[]): BareRegion[] {
  const names = [...new Set(serving.map(({ plan }) => plan.region))].sort(byCodeUnit);
  const members = names.flatMap((key) => {
    const own = serving.filter(({ plan }) => plan.region === key);
    const member = traffic.regions[cloud]?.[key] ?? togetherAs(own);
    return member === "disabled" ? [] : [{ key, member, own }];
  });
  return level(traffic, members).map(({ key: region, own, ...branch }) => {
    const clusters = clusterBranches(traffic, own);
    return { region, ...branch, away: branch.away || clusters.every(({ away }) => away), clusters };
  });
}

/** What a region is, where only its clusters have weights. */
function togetherAs(serving: readonly Serving[]): ServingMember {
  const weight = serving.reduce((total, { member }) => total + (member === "standby" ? 0 : member), 0);
  return weight === 0 ? "standby" : weight;
}

function clusterBranches(traffic: Traffic, serving: readonly Serving[]): BareCluster[] {
  const members = serving.map(({ plan, member }) => ({ key: plan.name, member, plan }));
  return level(traffic, members).map(({ key: cluster, plan, ...branch }) => ({ cluster, ...branch, leaves: leavesOf(plan) }));
}

function leavesOf(plan: ClusterPlan): Leaf[] {
  const addresses = plan.cloud === "aws" ? plan.network.zones.map(({ id }) => id) : [regional];
  return [...addresses].sort(byCodeUnit).map((address) => ({ address, key: `${plan.name}-${address}` }));
}

/** Members of one level with their weights, and whether an override takes them away. */
function level<Key extends string, Rest extends { readonly key: Key; readonly member: ServingMember }>(
  { overrides, standbyTrickle }: Traffic,
  members: readonly Rest[],
): (Omit<Rest, "member"> & { readonly weight: number; readonly role: "active" | "standby"; readonly away: boolean })[] {
  const canaryOf = (key: string) =>
    overrides.flatMap((override) => (override.kind === "canary" && override.to === key ? [override.percent] : []))[0];
  const isAway = (key: string) => overrides.some((override) => override.kind !== "canary" && override.from === key);
  const weighed = new Map(
    weigh(
      members.map(({ key, member }) => ({ key, member, canary: canaryOf(key) })),
      standbyTrickle,
    ).map((result) => [result.key, result]),
  );
  return members.map(({ member: _, ...rest }) => {
    const { weight = 1, role = "active" } = weighed.get(rest.key) ?? {};
    return { ...rest, weight, role, away: isAway(rest.key) };
  });
}

/** With redirect, a lost cloud's share goes to the one that is named, or to the heaviest other one. One that is away stands in for nobody. */
function withBackups({ onCloudLoss, backups }: Traffic, clouds: readonly BareCloud[]): BareCloud[] {
  if (onCloudLoss === "renormalise") return [...clouds];
  return clouds.map((branch) => {
    const others = clouds.filter(({ cloud, away }) => cloud !== branch.cloud && !away);
    const named = others.find(({ cloud }) => cloud === backups[branch.cloud]);
    const [heaviest] = [...others].sort((a, b) => b.weight - a.weight || byCodeUnit(a.cloud, b.cloud));
    return { ...branch, backup: (named ?? heaviest)?.cloud };
  });
}
