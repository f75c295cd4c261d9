import type { NodePool } from "../../config/nodePools";
import type { AksHost, AksPool } from "../model/pool";
import { poolName } from "../naming/physicalNames";
import { machinesFor, type PoolCluster, poolFingerprint, poolParts } from "./pools";
import { aksPodsPerNode } from "./podsPerNode";

/** An agent pool for each part. What it keeps is in its name, so that a replacement can stand beside it. */
export function aksPools(cluster: PoolCluster, pools: Readonly<Record<string, NodePool>>): AksPool[] {
  const { zones } = cluster;
  return poolParts("azure", cluster, pools).map((part) => {
    const vmSize = machinesFor(part.shape).azure;
    const host = aksHost(vmSize);
    const physicalName = poolName.azure(part.key, JSON.stringify({ host, zones }));
    return {
      ...part,
      machineTypes: [vmSize],
      host,
      physicalName,
      immutable: { machines: vmSize, zones: zones.join(", "), ...hostTraits(host) },
      fingerprint: poolFingerprint(cluster, { ...part, machineTypes: [vmSize], arch: part.shape.arch, host, physicalName }),
    };
  });
}

/**
 * GiB of temporary disk by vCPU, the same in the three series with one (a "d" in the name).
 * https://learn.microsoft.com/azure/virtual-machines/sizes/general-purpose/ddsv5-series and its neighbours dldsv5 and edsv5
 */
const localDisks: Readonly<Record<string, number>> = { "2": 75, "4": 150, "8": 300, "16": 600 };

/** GiB for images, logs and what pods write to their own file systems; the first that fits. */
const osDiskSizes = [128, 64] as const;

/** The nodes of an AKS pool of one VM size. */
export function aksHost(vmSize: string): AksHost {
  return { vmSize, osDisk: osDisk(vmSize), maxPods: aksPodsPerNode, encryptionAtHost: true };
}

/**
 * On the machine's own disk where it has one, which costs nothing extra and is written anew with every image; else on a managed one.
 * The size is always said: Azure's own choice grows with the machine, and one that is too large for the local disk is refused.
 * https://learn.microsoft.com/azure/aks/concepts-storage#ephemeral-os-disk
 */
function osDisk(vmSize: string): AksHost["osDisk"] {
  const [, vcpu = ""] = /^Standard_[DE](\d+)l?ds_v5$/.exec(vmSize) ?? [];
  const local = localDisks[vcpu] ?? 0;
  const fitting = osDiskSizes.find((gibibytes) => gibibytes <= local);
  return fitting === undefined ? { type: "Managed", gibibytes: osDiskSizes[0] } : { type: "Ephemeral", gibibytes: fitting };
}

/** What a host keeps beside the machine itself, for people. */
export function hostTraits({ osDisk: { type, gibibytes }, maxPods, encryptionAtHost }: AksHost): Readonly<Record<string, string>> {
  return {
    "OS disk": `${gibibytes} GiB ${type.toLowerCase()}`,
    "pods per node": String(maxPods),
    "encryption at host": encryptionAtHost ? "on" : "off",
  };
}
