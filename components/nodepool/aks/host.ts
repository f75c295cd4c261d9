import type * as containerservice from "@pulumi/azure-native/containerservice";
import type { AksHost } from "../../../plan/model/pool";

/** What the nodes of every pool are, the cluster's own as well as those beside it. */
export function hostSettings({ vmSize, osDisk, maxPods, encryptionAtHost }: AksHost) {
  return {
    type: "VirtualMachineScaleSets",
    osType: "Linux",
    osSKU: "AzureLinux",
    vmSize,
    osDiskType: osDisk.type,
    osDiskSizeGB: osDisk.gibibytes,
    maxPods,
    enableEncryptionAtHost: encryptionAtHost,
    enableNodePublicIP: false,
  } satisfies Partial<containerservice.AgentPoolArgs>;
}

/**
 * A third more nodes while a pool's nodes are replaced. A node that its pods' disruption budgets hold longer than this fails the upgrade, and
 * the rest of the pool stays as it is: better than pods that go without leave.
 * https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling
 */
export const gradualUpgrade = { maxSurge: "33%", drainTimeoutInMinutes: 30 } as const;
