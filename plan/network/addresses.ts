import type { Cloud } from "../../catalogue/clouds";
import type { Finding } from "../../config/file/messages";
import type { Settings } from "../../config/settings";
import { addressAt, addressesIn, type Block, formatAddress, formatBlock, overlaps, parseBlock, part, partsIn } from "./cidr";
import type { AksNetworkPlan } from "../model/aks";
import type { EksAddresses, EksZonePlan } from "../model/eks";
import type { GkeNetworkPlan } from "../model/gke";
import { byCodeUnit } from "../order";
import { gkePodsPerNode } from "../nodes/podsPerNode";

/**
 * Which addresses are whose. Everything follows from a cluster's slot and its zones' physical numbers, so nothing moves when
 * a cluster or a zone is added or taken away. docs/decisions/addresses.md has the map and the reasons.
 */
const services = parseBlock("172.16.0.0/12");
const servicePrefix = 22;
/** Private to each cluster, so every AKS cluster has the same: https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay */
const overlay = parseBlock("192.168.0.0/16");
/** Shared address space (RFC 6598), which GKE documents for pods: https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips */
const gkePods = parseBlock("100.64.0.0/10");
const gkePodPrefix = 18;
/** AKS refuses these for services: https://learn.microsoft.com/azure/aks/configure-azure-cni#deployment-parameters */
const refusedByAks = parseBlock("172.30.0.0/15");

type Network = Settings["network"];

/** The cluster's block: the slot-th of the supernet. Check with {@link addressFindings} first. */
export function clusterBlock({ supernet, blockPrefix }: Network, slot: number): Block {
  return part(parseBlock(supernet), blockPrefix, slot);
}

/** The VPC in eighths: zone n has the n-th for nodes and pods; the last one in eighths again: zone n has the n-th for its public side. */
export function eksNetwork(network: Network, slot: number, zones: readonly string[]): EksAddresses {
  const vpc = clusterBlock(network, slot);
  return {
    vpcCidr: formatBlock(vpc),
    serviceCidr: formatBlock(serviceBlock(slot)),
    zones: [...zones].sort(byCodeUnit).map((id) => eksZone(vpc, id)),
  };
}

function eksZone(vpc: Block, id: string): EksZonePlan {
  const index = zoneNumber(id) - 1;
  const publicPart = part(vpc, vpc.prefix + 3, 7);
  return {
    id,
    privateCidr: formatBlock(part(vpc, vpc.prefix + 3, index)),
    publicCidr: formatBlock(part(publicPart, publicPart.prefix + 3, index)),
  };
}

/** 2 for "usw2-az2". The config admits 1 to 7. */
function zoneNumber(id: string): number {
  return Number(id.slice(id.lastIndexOf("-az") + 3));
}

/** Nodes in the first quarter of the virtual network; the rest is free for what later issues attach. */
export function aksNetwork(network: Network, slot: number): AksNetworkPlan {
  const vnet = clusterBlock(network, slot);
  const serviceCidr = serviceBlock(slot);
  return {
    vnetCidr: formatBlock(vnet),
    nodesCidr: formatBlock(part(vnet, vnet.prefix + 2, 0)),
    podCidr: formatBlock(overlay),
    serviceCidr: formatBlock(serviceCidr),
    dnsServiceIp: formatAddress(addressAt(serviceCidr, 10)),
  };
}

export function gkeNetwork(network: Network, slot: number): GkeNetworkPlan {
  const block = clusterBlock(network, slot);
  return {
    nodesCidr: formatBlock(part(block, block.prefix + 2, 0)),
    podCidr: formatBlock(part(gkePods, gkePodPrefix, slot)),
    serviceCidr: formatBlock(serviceBlock(slot)),
    maxPodsPerNode: gkePodsPerNode,
  };
}

function serviceBlock(slot: number): Block {
  return part(services, servicePrefix, slot);
}

/** A cluster that takes a block of the fleet's addresses. */
interface Placed {
  readonly cloud: Cloud;
  readonly slot: number;
}

/** What keeps a cluster from having addresses at all; whether they are enough is for addressDemand.ts. */
export function addressFindings(network: Network, clusters: Readonly<Record<string, Placed | { readonly cloud: "existing" }>>): Finding[] {
  const entries = Object.entries(clusters)
    .flatMap(([name, cluster]): [string, Placed][] => (cluster.cloud === "existing" ? [] : [[name, cluster]]))
    .sort(([a], [b]) => byCodeUnit(a, b));
  return [...supernetFindings(network, entries), ...entries.flatMap(([name, cluster]) => slotFindings(network, name, cluster))];
}

function supernetFindings({ supernet }: Network, clusters: readonly (readonly [string, Placed])[]): Finding[] {
  const taken = [
    { range: services, use: "services", by: clusters },
    { range: overlay, use: "pods of AKS clusters", by: clusters.filter(([, { cloud }]) => cloud === "azure") },
    { range: gkePods, use: "pods of GKE clusters", by: clusters.filter(([, { cloud }]) => cloud === "gcp") },
  ];
  return taken
    .filter(({ range, by }) => by.length > 0 && overlaps(range, parseBlock(supernet)))
    .map(({ range, use }) => ({
      path: ["settings", "network", "supernet"],
      message: `${supernet} overlaps ${formatBlock(range)}, which holds the ${use}; take a block of 10.0.0.0/8`,
    }));
}

function slotFindings({ supernet, blockPrefix }: Network, name: string, { cloud, slot }: Placed): Finding[] {
  const blocks = partsIn(parseBlock(supernet), blockPrefix);
  const findings: string[] = [];
  if (slot >= blocks) {
    const holds = `holds ${blocks} blocks of /${blockPrefix} (slots 0 to ${blocks - 1})`;
    findings.push(`${slot} is outside supernet ${supernet}, which ${holds}; choose a free slot, or widen settings.network.supernet`);
  }
  const podRanges = partsIn(gkePods, gkePodPrefix);
  if (cloud === "gcp" && slot >= podRanges) {
    const holds = `${formatBlock(gkePods)} holds ${podRanges} pod ranges of /${gkePodPrefix}`;
    findings.push(
      `${slot} is above ${podRanges - 1}, the last slot for a GKE cluster: ${holds}; choose a free slot of 0 to ${podRanges - 1}`,
    );
  }
  const firstRefused = (refusedByAks.first - services.first) / addressesIn(servicePrefix);
  if (cloud === "azure" && slot >= firstRefused) {
    const refused = `its services would be in ${formatBlock(refusedByAks)}, which AKS keeps for itself`;
    findings.push(
      `${slot} is above ${firstRefused - 1}, the last slot for an AKS cluster: ${refused}; choose a free slot of 0 to ${firstRefused - 1}`,
    );
  }
  return findings.map((message) => ({ path: ["clusters", name, "slot"], message }));
}
