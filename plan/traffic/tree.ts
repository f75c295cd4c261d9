import type { Traffic } from "../../config/traffic";
import { memberOf } from "../../config/traffic/rules/serving";
import type { ServingMember } from "../../config/traffic/weights";
import type { FleetPlan, ManagedPlan } from "../model/fleet";
import { byCodeUnit, sortedEntries } from "../order";
import { weigh } from "./members";
import { sharesOf } from "./shares";
import type { BareCloud, BareCluster, BareRegion, CloudBranch, Leaf } from "../model/traffic/tree";
import type { Cloud } from "../../catalogue/clouds";
import { isManaged } from "../cluster/isManaged";
import { ownEntry } from "../../facts/properties/ownEntry";

/** What an AKS or GKE front door calls its one address. */
const regional = "regional";

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
  readonly plan: ManagedPlan;
  readonly member: ServingMember;
}

/** In order of their names. */
function servingClusters(traffic: Traffic, fleet: FleetPlan): Serving[] {
  return fleet.clusters.filter(isManaged).flatMap((plan) => {
    const member = memberOf(traffic, plan.name);
    return member === undefined ? [] : [{ plan, member }];
  });
}

function cloudBranches(traffic: Traffic, serving: readonly Serving[]): BareCloud[] {
  const members = sortedEntries(traffic.weights).flatMap(([name, member]) => {
    const own = serving.filter(({ plan }) => plan.cloud === name);
    const [first] = own;
    return member === "disabled" || first === undefined ? [] : [{ key: first.plan.cloud, member, own }];
  });
  const branchOf = level(traffic, members);
  return members.map(({ key: cloud, own }) => {
    const regions = regionBranches(traffic, cloud, own);
    const branch = branchOf(cloud);
    return { cloud, backup: undefined, ...branch, away: branch.away || regions.every(({ away }) => away), regions };
  });
}

function regionBranches(traffic: Traffic, cloud: Cloud, serving: readonly Serving[]): BareRegion[] {
  const names = [...new Set(serving.map(({ plan }) => plan.region))].sort(byCodeUnit);
  const members = names.flatMap((key) => {
    const own = serving.filter(({ plan }) => plan.region === key);
    const member = ownEntry(traffic.regions[cloud], key) ?? togetherAs(own);
    return member === "disabled" ? [] : [{ key, member, own }];
  });
  const branchOf = level(traffic, members);
  return members.map(({ key: region, own }) => {
    const clusters = clusterBranches(traffic, own);
    const branch = branchOf(region);
    return { region, ...branch, away: branch.away || clusters.every(({ away }) => away), clusters };
  });
}

/** What a region is, where only its clusters have weights. */
function togetherAs(serving: readonly Serving[]): ServingMember {
  const weight = serving.reduce((total, { member }) => total + (member === "standby" ? 0 : member), 0);
  return weight === 0 ? "standby" : weight;
}

function clusterBranches(traffic: Traffic, serving: readonly Serving[]): BareCluster[] {
  const branchOf = level(
    traffic,
    serving.map(({ plan, member }) => ({ key: plan.name, member })),
  );
  return serving.map(({ plan }) => ({ cluster: plan.name, ...branchOf(plan.name), leaves: leavesOf(plan) }));
}

function leavesOf(plan: ManagedPlan): Leaf[] {
  const addresses = plan.cloud === "aws" ? plan.network.zones.map(({ id }) => id) : [regional];
  return [...addresses].sort(byCodeUnit).map((address) => ({ address, key: `${plan.name}-${address}` }));
}

/** Weights of the members of one level, and whether an override takes them away. */
function level<Key extends string>(
  { overrides, standbyTrickle }: Traffic,
  members: readonly { readonly key: Key; readonly member: ServingMember }[],
): (key: Key) => Pick<CloudBranch, "weight" | "role" | "away"> {
  const canaryOf = (key: Key) =>
    overrides.flatMap((override) => (override.kind === "canary" && override.to === key ? [override.percent] : []))[0];
  const isAway = (key: Key) => overrides.some((override) => override.kind !== "canary" && override.from === key);
  const weighed = weigh(
    members.map(({ key, member }) => ({ key, member, canary: canaryOf(key) })),
    standbyTrickle,
  );
  const branches = new Map(weighed.map(({ key, weight, role }) => [key, { weight, role, away: isAway(key) }]));
  return (key) => branches.get(key) ?? { weight: 1, role: "active", away: false };
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
