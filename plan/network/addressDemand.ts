import type { Finding } from "../../config/file/messages";
import { addressesIn, parseBlock } from "./cidr";
import type { AksPlan } from "../model/aks";
import type { EksPlan } from "../model/eks";
import type { ManagedPlan } from "../model/fleet";
import type { GkePlan } from "../model/gke";
import { eksAddressesPerNode } from "../../catalogue/machines";
import type { NodePoolPlan } from "../model/pool";

/** Addresses at the start and end of every subnet that the cloud keeps. */
const reserved = {
  /** https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
  aws: 5,
  /** https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq */
  azure: 5,
  /** https://cloud.google.com/vpc/docs/subnets#unusable-ip-addresses-in-every-subnet */
  gcp: 4,
} as const;

/** What AWS asks to keep free for the control plane's interfaces: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html */
const eksControlPlane = 16;
/** Pods of a node, whatever its size: https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay */
const aksPodPrefixPerNode = 24;

/** A pool and, while it is being replaced, its replacement beside it; an upgrade's surge is less than that. */
const withReplacement = 2;

/** One range of addresses that the pools could outgrow. */
interface Demand {
  /** What is counted, such as "addresses in each private subnet". */
  readonly of: string;
  readonly needed: number;
  readonly available: number;
  /** How `available` comes about. */
  readonly because: string;
  /** Share of each pool, for the remedy. */
  readonly byPool: readonly (readonly [string, number])[];
  /** Whether larger blocks would help; pod ranges have one size. */
  readonly growsWithBlock: boolean;
}

/** Ranges that are too small for the pools at their configured maxima, each with its replacement beside it. */
export function capacityFindings(plan: ManagedPlan): Finding[] {
  return demands(plan)
    .filter(({ needed, available }) => needed > available)
    .map((demand) => ({ path: ["clusters", plan.name], message: describe(demand) }));
}

function demands(plan: ManagedPlan): Demand[] {
  switch (plan.cloud) {
    case "aws":
      return eksDemands(plan);
    case "azure":
      return aksDemands(plan);
    case "gcp":
      return gkeDemands(plan);
  }
}

/** Pods take addresses of the subnet, so a zone must hold the nodes of a lost one too. */
function eksDemands({ pools, network: { zones } }: EksPlan): Demand[] {
  const [zone] = zones;
  if (zone === undefined) return [];
  const byPool = pools.map(
    ({ key, shape, bounds }) => [key, withReplacement * Math.ceil(bounds.max / (zones.length - 1)) * eksAddressesPerNode(shape)] as const,
  );
  const { prefix } = parseBlock(zone.privateCidr);
  return [
    {
      of: `addresses in each private subnet with one of ${zones.length} zones lost`,
      needed: sum(byPool),
      available: addressesIn(prefix) - reserved.aws - eksControlPlane,
      because: `a /${prefix} less ${reserved.aws} that AWS keeps and ${eksControlPlane} for the control plane`,
      byPool,
      growsWithBlock: true,
    },
  ];
}

function aksDemands({ pools, systemPool, network }: AksPlan): Demand[] {
  const system = [systemPool.name, systemPool.bounds.max + Math.ceil(systemPool.bounds.max / 3)] as const;
  const byPool = [...nodesByPool(pools), system];
  const nodes = parseBlock(network.nodesCidr);
  const pods = parseBlock(network.podCidr);
  return [
    {
      of: "addresses for nodes",
      needed: sum(byPool),
      available: addressesIn(nodes.prefix) - reserved.azure,
      because: `a /${nodes.prefix} less ${reserved.azure} that Azure keeps`,
      byPool,
      growsWithBlock: true,
    },
    {
      of: "pod ranges",
      needed: sum(byPool),
      available: addressesIn(pods.prefix) / addressesIn(aksPodPrefixPerNode),
      because: `one /${aksPodPrefixPerNode} a node out of ${network.podCidr}`,
      byPool,
      growsWithBlock: false,
    },
  ];
}

function gkeDemands({ pools, network }: GkePlan): Demand[] {
  const byPool = nodesByPool(pools);
  const nodes = parseBlock(network.nodesCidr);
  const pods = parseBlock(network.podCidr);
  // GKE gives a node at least twice its pods.
  const perNode = 2 ** Math.ceil(Math.log2(2 * network.maxPodsPerNode));
  return [
    {
      of: "addresses for nodes",
      needed: sum(byPool),
      available: addressesIn(nodes.prefix) - reserved.gcp,
      because: `a /${nodes.prefix} less ${reserved.gcp} that Google Cloud keeps`,
      byPool,
      growsWithBlock: true,
    },
    {
      of: "pod ranges",
      needed: sum(byPool),
      available: addressesIn(pods.prefix) / perNode,
      because: `${perNode} addresses a node (${network.maxPodsPerNode} pods) out of ${network.podCidr}`,
      byPool,
      growsWithBlock: false,
    },
  ];
}

function nodesByPool(pools: readonly NodePoolPlan[]): (readonly [string, number])[] {
  return pools.map(({ key, bounds }) => [key, withReplacement * bounds.max] as const);
}

function sum(byPool: readonly (readonly [string, number])[]): number {
  return byPool.reduce((total, [, needed]) => total + needed, 0);
}

function describe({ of, needed, available, because, byPool, growsWithBlock }: Demand): string {
  const parts = byPool.map(([key, share]) => `${key} ${share}`).join(", ");
  const remedy = growsWithBlock
    ? "lower the pools' max here, or lower settings.network.blockPrefix before the first update"
    : "lower the pools' max here";
  return `the pools at their maxima, each with its replacement beside it, need ${needed} ${of} (${parts}), and there are ${available} (${because}); ${remedy}`;
}
