import type { ChangeFacts, ChangeRule } from "./changes";

/**
 * What azure-native replaces is generated from Azure's own specifications; it refuses nothing, so what the API keeps for life and the
 * provider does not replace is planned as an update that fails.
 */
const provider = "https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/gen/replacement.go";

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

export const azureFacts = {
  "azure-native:authorization:RoleAssignment": {
    source: "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting",
    replaces: ["roleAssignmentName", "scope", "principalId"],
    refuses: ["roleDefinitionId", "principalType", "delegatedManagedIdentityResourceId"],
    deletesFirst: { ifGiven: "roleAssignmentName" },
  },
  "azure-native:containerservice:AgentPool": {
    source: "https://learn.microsoft.com/azure/aks/manage-node-pools",
    replaces: ["agentPoolName", "resourceName", "resourceGroupName", "vmSize", "gpuInstanceProfile", "networkProfile.nodePublicIPTags"],
    refuses: [...keptByPools, { path: "upgradeSettings.drainTimeoutInMinutes", when: "removed" }],
    deletesFirst: "always",
  },
  "azure-native:containerservice:MaintenanceConfiguration": {
    source: provider,
    replaces: ["configName", "resourceName", "resourceGroupName"],
    deletesFirst: "always",
  },
  "azure-native:containerservice:ManagedCluster": {
    source: "https://learn.microsoft.com/rest/api/aks/managed-clusters/create-or-update",
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
  "azure-native:dns:RecordSet": {
    source: provider,
    replaces: ["relativeRecordSetName", "recordType", "zoneName", "resourceGroupName"],
    deletesFirst: "always",
  },
  "azure-native:dns:Zone": {
    source: provider,
    replaces: ["zoneName", "resourceGroupName", "location"],
    refuses: ["zoneType"],
    deletesFirst: { ifGiven: "zoneName" },
  },
  "azure-native:managedidentity:FederatedIdentityCredential": {
    source: provider,
    replaces: ["federatedIdentityCredentialResourceName", "resourceName", "resourceGroupName"],
    deletesFirst: { ifGiven: "federatedIdentityCredentialResourceName" },
  },
  "azure-native:managedidentity:UserAssignedIdentity": {
    source: provider,
    replaces: ["resourceName", "resourceGroupName", "location"],
    deletesFirst: { ifGiven: "resourceName" },
  },
  "azure-native:monitor:DiagnosticSetting": {
    source: provider,
    replaces: ["name", "resourceUri"],
    deletesFirst: { ifGiven: "name" },
  },
  "azure-native:network:NatGateway": {
    source: "https://learn.microsoft.com/azure/nat-gateway/nat-availability-zones",
    replaces: ["natGatewayName", "resourceGroupName"],
    refuses: ["location", "zones", "sku"],
    deletesFirst: { ifGiven: "natGatewayName" },
  },
  "azure-native:network:NetworkSecurityGroup": {
    source: provider,
    replaces: ["networkSecurityGroupName", "resourceGroupName"],
    refuses: ["location"],
    deletesFirst: { ifGiven: "networkSecurityGroupName" },
  },
  "azure-native:network:PublicIPAddress": {
    source: "https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses",
    replaces: ["publicIpAddressName", "resourceGroupName", "location", "publicIPAddressVersion", "publicIPPrefix", "sku"],
    refuses: ["zones", "ipTags", "extendedLocation", "dnsSettings.domainNameLabelScope"],
    deletesFirst: { ifGiven: "publicIpAddressName" },
  },
  "azure-native:network:Subnet": {
    source: "https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-subnet#change-subnet-settings",
    replaces: ["subnetName", "virtualNetworkName", "resourceGroupName"],
    // While something is in the subnet; here something always is.
    refuses: ["addressPrefix", "addressPrefixes"],
    deletesFirst: "always",
  },
  "azure-native:network:VirtualNetwork": {
    source: provider,
    replaces: ["virtualNetworkName", "resourceGroupName", "location"],
    refuses: ["extendedLocation"],
    deletesFirst: { ifGiven: "virtualNetworkName" },
  },
  "azure-native:operationalinsights:Workspace": {
    source: "https://learn.microsoft.com/azure/azure-monitor/logs/change-pricing-tier",
    replaces: ["workspaceName", "resourceGroupName", "location"],
    refuses: [{ path: "sku.name", when: { notBothOf: ["PerGB2018", "CapacityReservation"] } }],
    deletesFirst: { ifGiven: "workspaceName" },
  },
  "azure-native:resources:Deployment": {
    source: provider,
    replaces: ["deploymentName", "resourceGroupName"],
    deletesFirst: { ifGiven: "deploymentName" },
  },
  "azure-native:resources:ResourceGroup": {
    source: provider,
    replaces: ["resourceGroupName", "location"],
    deletesFirst: { ifGiven: "resourceGroupName" },
  },
  "azure-native:trafficmanager:Profile": {
    source:
      "https://github.com/hashicorp/terraform-provider-azurerm/blob/main/internal/services/trafficmanager/traffic_manager_profile_resource.go",
    replaces: ["profileName", "resourceGroupName", "location"],
    refuses: ["dnsConfig.relativeName"],
    deletesFirst: { ifGiven: "profileName" },
  },
} satisfies Readonly<Record<string, ChangeFacts>>;
