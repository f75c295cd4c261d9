import type { ChangeRule } from "../changes";
import type { ServiceFacts } from "../resource";
import { agentPoolLimits } from "./rules/pool";
import { azureNativeSource } from "./source";
import { clusterLimits } from "./rules/cluster";
import { maintenanceLimits } from "./rules/maintenance";
import { sameLocation } from "./location";

/** What a pool of nodes keeps for life, inside its cluster or beside it, although the provider plans an update. */
const keptByPools = [
  "osType",
  "osSKU",
  "osDiskType",
  "osDiskSizeGB",
  "kubeletDiskType",
  "maxPods",
  "vnetSubnetID",
  "podSubnetID",
  "availabilityZones",
  "scaleSetPriority",
  "scaleSetEvictionPolicy",
  "spotMaxPrice",
  "proximityPlacementGroupID",
  "hostGroupID",
  "capacityReservationGroupID",
  "nodePublicIPPrefixID",
  "enableNodePublicIP",
  "enableFIPS",
  "enableEncryptionAtHost",
  "enableUltraSSD",
  "kubeletConfig",
  "linuxOSConfig",
  "creationData",
  "windowsProfile",
  "gpuProfile.driver",
];

/** A cluster's pools are matched by name: what changes of one is a change of the pool, and another name is another pool. */
const keptByInlinePools: readonly ChangeRule[] = ["name", "vmSize", ...keptByPools].map((property) => `agentPoolProfiles[*].${property}`);

export const containerservice = {
  "azure-native:containerservice:AgentPool": {
    documentation: "https://learn.microsoft.com/rest/api/aks/agent-pools/create-or-update",
    source: "https://learn.microsoft.com/azure/aks/manage-node-pools",
    required: ["resourceGroupName", "resourceName", "count", "vmSize", "mode"],
    name: { property: "agentPoolName", max: 12, pattern: /^[a-z][a-z0-9]{0,11}$/, auto: "copy" },
    limits: agentPoolLimits,
    replaces: ["agentPoolName", "resourceName", "resourceGroupName", "vmSize", "gpuInstanceProfile", "networkProfile.nodePublicIPTags"],
    refuses: [...keptByPools, { path: "upgradeSettings.drainTimeoutInMinutes", when: "removed" }],
    deletesFirst: "always",
  },
  "azure-native:containerservice:MaintenanceConfiguration": {
    documentation: "https://learn.microsoft.com/azure/aks/planned-maintenance",
    source: azureNativeSource,
    required: [
      "resourceGroupName",
      "resourceName",
      "maintenanceWindow.durationHours",
      "maintenanceWindow.startTime",
      "maintenanceWindow.schedule",
      "maintenanceWindow.schedule.weekly.dayOfWeek",
      "maintenanceWindow.schedule.weekly.intervalWeeks",
    ],
    name: {
      property: "configName",
      max: 31,
      pattern: /^(default|aksManagedAutoUpgradeSchedule|aksManagedNodeOSUpgradeSchedule)$/,
      auto: "copy",
    },
    limits: maintenanceLimits,
    replaces: ["configName", "resourceName", "resourceGroupName"],
    deletesFirst: "always",
  },
  "azure-native:containerservice:ManagedCluster": {
    documentation: "https://learn.microsoft.com/rest/api/aks/managed-clusters/create-or-update",
    source: "https://learn.microsoft.com/rest/api/aks/managed-clusters/create-or-update",
    required: ["resourceGroupName", "agentPoolProfiles"],
    name: { property: "resourceName", max: 63, pattern: /^[a-zA-Z0-9]$|^[a-zA-Z0-9][-_a-zA-Z0-9]*[a-zA-Z0-9]$/, auto: "random" },
    limits: clusterLimits,
    canonical: sameLocation,
    replaces: [
      "resourceName",
      "resourceGroupName",
      "location",
      "dnsPrefix",
      "fqdnSubdomain",
      "nodeResourceGroup",
      "diskEncryptionSetID",
      "linuxProfile",
      "windowsProfile",
      "networkProfile.serviceCidr",
      "networkProfile.serviceCidrs",
      "networkProfile.dnsServiceIP",
      "networkProfile.networkMode",
      "networkProfile.networkPlugin",
      "networkProfile.networkPluginMode",
      "networkProfile.podCidr",
      "networkProfile.networkDataplane",
      "networkProfile.networkPolicy",
      "networkProfile.outboundType",
    ],
    refuses: [
      "networkProfile.podCidrs",
      "networkProfile.loadBalancerSku",
      "networkProfile.ipFamilies",
      "apiServerAccessProfile.enablePrivateCluster",
      "apiServerAccessProfile.privateDNSZone",
      { path: "apiServerAccessProfile.subnetId", when: "removed" },
      "enableRBAC",
      "identityProfile",
      "extendedLocation",
      { path: "oidcIssuerProfile.enabled", when: { from: true } },
      ...keptByInlinePools,
    ],
    deletesFirst: { ifGiven: "resourceName" },
  },
} satisfies ServiceFacts;
