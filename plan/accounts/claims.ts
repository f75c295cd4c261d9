import { familyOf, vcpusOf } from "../../catalogue/machines";
import type { Cloud } from "../../catalogue/clouds";
import type { QuotaPart } from "../model/accounts";
import type { AksPlan } from "../model/aks";
import type { EksPlan } from "../model/eks";
import type { ManagedPlan } from "../model/fleet";
import type { GkePlan } from "../model/gke";
import type { NodePoolPlan } from "../model/pool";
import { managedNodeGroups } from "../nodes/eks";

/** One thing that counts towards a quota. */
export interface Claim extends QuotaPart {
  readonly cloud: Cloud;
  readonly quota: string;
  readonly region: string;
  readonly cluster: string;
  /** Of quotas that are counted by zone. @default none */
  readonly zone?: string;
  /** What a part belongs to, of quotas that are counted by pool. */
  readonly pool: string;
}

/** Everything of a cluster that counts towards a quota, with its pools at their maxima. */
export function claimsOf(plan: ManagedPlan): Claim[] {
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
  const { claim, ofPool } = claimer(plan);
  const groups = managedNodeGroups(plan);
  return [
    claim("elasticIps", "NAT", gateways.length),
    claim("elasticIps", "front door", zones.length),
    ...gateways.map((zone) => ({ ...claim("natGatewaysPerZone", "NAT", 1), zone })),
    claim("vpcs", "network", 1),
    claim("eksClusters", "cluster", 1),
    claim("networkLoadBalancers", "front door", 1),
    ...plan.pools.flatMap((pool) => ofPool(pool.capacityType === "spot" ? "spotVcpus" : "onDemandVcpus", pool, vcpus(plan.cloud, pool))),
    ...groups.flatMap((group) => ofPool("nodeGroupsPerCluster", group, 1)),
    ...groups.map(({ key, bounds }) => claim("nodesPerNodeGroup", key, bounds.max)),
  ];
}

/** Spot machines have a quota of their own, for all families together: https://learn.microsoft.com/azure/quotas/spot-quota */
function aksClaims(plan: AksPlan): Claim[] {
  const { claim, ofPool } = claimer(plan);
  const family = (machineType: string) => `${familyOf.azure(machineType).toLowerCase()}Vcpus`;
  const spot = plan.pools.filter(({ capacityType }) => capacityType === "spot");
  const onDemand = plan.pools.filter(({ capacityType }) => capacityType === "on-demand");
  const { name, host, bounds } = plan.systemPool;
  // It goes with its cluster and is never replaced beside itself; an upgrade adds a third.
  const system = bounds.max + Math.ceil(bounds.max / 3);
  const systemVcpus = system * vcpusOf("azure", host.vmSize);
  return [
    claim("publicIps", "NAT", 1),
    claim("publicIps", "front door", 1),
    claim("aksClusters", "cluster", 1),
    claim("regionalVcpus", name, systemVcpus),
    claim(family(host.vmSize), name, systemVcpus),
    ...onDemand.flatMap((pool) => [
      ...ofPool("regionalVcpus", pool, vcpus(plan.cloud, pool)),
      ...ofPool(family(pool.machineTypes[0]), pool, vcpus(plan.cloud, pool)),
    ]),
    ...spot.flatMap((pool) => ofPool("spotVcpus", pool, vcpus(plan.cloud, pool))),
    claim("nodePoolsPerCluster", name, 1),
    claim("nodesPerCluster", name, system),
    ...plan.pools.flatMap((pool) => [...ofPool("nodePoolsPerCluster", pool, 1), ...ofPool("nodesPerCluster", pool, pool.bounds.max)]),
  ];
}

/**
 * GB of a node's boot disk, which the program leaves to GKE: balanced, and on C4A a balanced Hyperdisk.
 * https://docs.cloud.google.com/kubernetes-engine/docs/how-to/custom-boot-disks
 */
const gkeBootDisk = 100;

/** Spot machines draw on the same quotas unless a project has asked for PREEMPTIBLE_CPUS: https://docs.cloud.google.com/compute/resource-usage#preemptible-quotas */
function gkeClaims(plan: GkePlan): Claim[] {
  const { claim, ofPool } = claimer(plan);
  return [
    claim("networks", "network", 1),
    claim("staticAddresses", "front door", 1),
    claim("inUseAddresses", "front door", 1),
    ...plan.natAddresses.flatMap((address) => [claim("staticAddresses", address, 1), claim("inUseAddresses", address, 1)]),
    claim("gkeClusters", "cluster", 1),
    ...plan.pools.flatMap((pool) => [
      ...ofPool("vcpusAllRegions", pool, vcpus(plan.cloud, pool)),
      ...ofPool(`${familyOf.gcp(pool.machineTypes[0])}Vcpus`, pool, vcpus(plan.cloud, pool)),
      ...ofPool(pool.shape.arch === "arm64" ? "hyperdiskBalancedGb" : "ssdTotalGb", pool, gkeBootDisk * pool.bounds.max),
      ...ofPool("nodesPerCluster", pool, pool.bounds.max),
    ]),
  ];
}

function claimer({ cloud, region, name: cluster }: ManagedPlan) {
  const claim = (quota: string, of: string, amount: number): Claim => ({
    cloud,
    region,
    cluster,
    quota,
    pool: of,
    of: `${cluster} ${of}`,
    amount,
  });
  /** A pool that keeps something for life is replaced by another one beside it, with as many nodes. */
  const ofPool = (quota: string, { key, immutable }: Pick<NodePoolPlan, "key" | "immutable">, amount: number): Claim[] => [
    claim(quota, key, amount),
    ...(Object.keys(immutable).length === 0 ? [] : [claim(quota, `${key} replacement`, amount)]),
  ];
  return { claim, ofPool };
}

function vcpus(cloud: Cloud, { bounds, machineTypes: [type = ""] }: Pick<NodePoolPlan, "bounds" | "machineTypes">): number {
  return bounds.max * vcpusOf(cloud, type);
}
