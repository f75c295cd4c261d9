import { includes, is, isBetween, isNot, isSet, listAt, used, valueAt } from "../checks";
import type { Check, PlannedResource, Rule } from "../rule";

const cluster = "azure-native:containerservice:ManagedCluster";
const pool = "azure-native:containerservice:AgentPool";

export const azureNodeRules: readonly Rule[] = [
  {
    ids: ["CKV_AZURE_143", "CIS AKS 5.4.3"],
    title: "gives no node a public address",
    source: "https://learn.microsoft.com/azure/aks/use-node-public-ips",
    types: [cluster, pool],
    check: inEachPool(isNot("enableNodePublicIP", true)),
  },
  {
    ids: ["CKV_AZURE_168"],
    title: "has room for 50 pods on a node",
    source: "https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning#maximum-pods-per-node",
    types: [cluster, pool],
    // An overlay's nodes have room for 250 unless they say otherwise, other nodes for fewer than 50.
    check: inEachPool((each, planned, owner) =>
      valueAt(each.inputs, "maxPods") === undefined && valueAt(owner?.inputs, "networkProfile.networkPluginMode") === "overlay"
        ? undefined
        : isBetween("maxPods", 50, 250)(each, planned),
    ),
  },
  {
    ids: ["CKV_AZURE_169"],
    title: "makes nodes in scale sets",
    source: "https://learn.microsoft.com/azure/aks/availability-sets-on-aks",
    types: [cluster, pool],
    check: inEachPool(is("type", "VirtualMachineScaleSets")),
  },
  {
    ids: ["CKV_AZURE_226"],
    title: "keeps a node's system on its own disk",
    source: "https://learn.microsoft.com/azure/aks/concepts-storage#ephemeral-os-disk",
    types: [cluster, pool],
    check: inEachPool(is("osDiskType", "Ephemeral")),
  },
  {
    ids: ["CKV_AZURE_227"],
    title: "encrypts disks on the machine that they belong to",
    source: "https://learn.microsoft.com/azure/aks/enable-host-encryption",
    types: [cluster, pool],
    check: inEachPool(is("enableEncryptionAtHost", true)),
  },
  {
    ids: ["CKV_AZURE_117"],
    title: "encrypts disks with a key of its own",
    source: "https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys",
    types: [cluster],
    check: isSet("diskEncryptionSetID"),
  },
  {
    ids: ["CKV_AZURE_232"],
    title: "keeps the system's nodes for the system",
    source: "https://learn.microsoft.com/azure/aks/use-system-pools",
    types: [cluster, pool],
    check: inEachPool((each, planned) =>
      each.inputs["mode"] === "System" ? includes("nodeTaints", "CriticalAddonsOnly=true:NoSchedule")(each, planned) : undefined,
    ),
  },
];

export const azureNetworkRules: readonly Rule[] = [
  {
    ids: ["CKV_AZURE_182", "CKV_AZURE_183"],
    title: "resolves names by Azure's own DNS, which is in every zone",
    source: "https://learn.microsoft.com/azure/virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances",
    types: ["azure-native:network:VirtualNetwork"],
    check: is("dhcpOptions", undefined),
  },
];

type PoolCheck = (pool: PlannedResource, planned: readonly PlannedResource[], owner: PlannedResource | undefined) => string | undefined;

/** A cluster has its system pool inline, and the others are resources that refer to it. */
function inEachPool(check: PoolCheck): Check {
  return (own, planned) => {
    if (own.type === pool) return check(own, planned, used(own, cluster, planned)[0]);
    for (const inline of listAt(own.inputs, "agentPoolProfiles")) {
      const inputs = typeof inline === "object" && inline !== null ? { ...inline } : {};
      const found = check({ ...own, type: pool, inputs }, planned, own);
      if (found !== undefined) return `${found} in its own pool`;
    }
    return undefined;
  };
}
