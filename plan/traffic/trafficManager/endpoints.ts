import type { TrafficManagerSection } from "../../../config/traffic/trafficManager";
import { fitWeights } from "../members";
import type { EndpointPlan } from "../../model/traffic/trafficManager";
import type { CloudBranch, ClusterBranch, RegionBranch } from "../../model/traffic/tree";

/** https://learn.microsoft.com/azure/traffic-manager/traffic-manager-routing-methods#weighted-traffic-routing-method */
const maxWeight = 1000;

export function profileName(label: string, role: string): string {
  return `${label}-${role}`;
}

/** A cloud that is away and has no backup leaves its share to the others. */
export function cloudEndpoints({ host: label, onCloudLoss }: TrafficManagerSection, clouds: readonly CloudBranch[]): EndpointPlan[] {
  return weighted(
    clouds.map(({ cloud, weight, away, backup }) => ({
      name: cloud,
      profile: profileName(label, onCloudLoss === "redirect" ? `cloud-${cloud}` : `regions-${cloud}`),
      weight,
      away: away && backup === undefined,
    })),
  );
}

export function ownThenBackup(label: string, { cloud, away, backup }: CloudBranch): EndpointPlan[] {
  const endpoint = (target: string, priority: number, enabled: boolean): EndpointPlan => ({
    kind: "profile",
    name: target,
    profile: profileName(label, `regions-${target}`),
    enabled,
    order: { kind: "priority", priority },
  });
  return [endpoint(cloud, 1, !away), ...(backup === undefined ? [] : [endpoint(backup, 2, true)])];
}

export function regionEndpoints(label: string, { regions }: CloudBranch): EndpointPlan[] {
  return weighted(regions.map(({ region, ...branch }) => ({ ...branch, name: region, profile: profileName(label, `region-${region}`) })));
}

export function clusterEndpoints(label: string, { clusters }: RegionBranch): EndpointPlan[] {
  return weighted(
    clusters.map(({ cluster, ...branch }) => ({ ...branch, name: cluster, profile: profileName(label, `cluster-${cluster}`) })),
  );
}

export function addressEndpoints({ cluster, leaves }: ClusterBranch): EndpointPlan[] {
  return leaves.map(({ address }) => ({
    kind: "address",
    name: address,
    enabled: true,
    order: { kind: "weight", weight: 1 },
    cluster,
    address,
  }));
}

interface Member {
  readonly name: string;
  readonly profile: string;
  readonly weight: number;
  readonly away: boolean;
}

function weighted(members: readonly Member[]): EndpointPlan[] {
  const weights = fitWeights(
    members.map(({ weight }) => weight),
    maxWeight,
  );
  return members.map(({ name, profile, away }, index) => ({
    kind: "profile",
    name,
    profile,
    enabled: !away,
    order: { kind: "weight", weight: weights[index] ?? 1 },
  }));
}
