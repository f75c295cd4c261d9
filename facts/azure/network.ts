import type { NameRule, ServiceFacts } from "../resource";
import { azureNativeSource } from "./source";
import { inRange } from "../rules/limits";
import { sameLocation } from "./location";
import { text, texts } from "../properties/select";

function nameRule(property: string, max: number): NameRule {
  return { property, max, pattern: /^[a-zA-Z0-9]([a-zA-Z0-9._-]*[a-zA-Z0-9_])?$/, auto: "random" };
}

export const network = {
  "azure-native:network:NatGateway": {
    documentation: "https://learn.microsoft.com/rest/api/virtualnetwork/nat-gateways/create-or-update",
    source: "https://learn.microsoft.com/azure/nat-gateway/nat-availability-zones",
    required: ["resourceGroupName"],
    name: nameRule("natGatewayName", 80),
    limits: (inputs) => [
      ...(texts(inputs, "zones[*]").length > 1 ? [{ property: "zones", reason: "a NAT gateway is in one zone or in none" }] : []),
      ...inRange(inputs, "idleTimeoutInMinutes", 4, 120),
    ],
    canonical: sameLocation,
    replaces: ["natGatewayName", "resourceGroupName"],
    refuses: ["location", "zones", "sku"],
    deletesFirst: { ifGiven: "natGatewayName" },
  },
  "azure-native:network:NetworkSecurityGroup": {
    documentation: "https://learn.microsoft.com/rest/api/virtualnetwork/network-security-groups/create-or-update",
    source: azureNativeSource,
    required: ["resourceGroupName"],
    name: nameRule("networkSecurityGroupName", 80),
    canonical: sameLocation,
    replaces: ["networkSecurityGroupName", "resourceGroupName"],
    refuses: ["location"],
    deletesFirst: { ifGiven: "networkSecurityGroupName" },
  },
  "azure-native:network:PublicIPAddress": {
    documentation: "https://learn.microsoft.com/rest/api/virtualnetwork/public-ip-addresses/create-or-update",
    source: "https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses",
    required: ["resourceGroupName"],
    name: nameRule("publicIpAddressName", 80),
    limits: (inputs) => [
      ...(text(inputs, "sku.name") === "Standard" && text(inputs, "publicIPAllocationMethod") !== "Static"
        ? [{ property: "publicIPAllocationMethod", reason: "must be Static with sku.name Standard" }]
        : []),
      ...inRange(inputs, "idleTimeoutInMinutes", 4, 30),
    ],
    canonical: sameLocation,
    replaces: ["publicIpAddressName", "resourceGroupName", "location", "publicIPAddressVersion", "publicIPPrefix", "sku"],
    refuses: ["zones", "ipTags", "extendedLocation", "dnsSettings.domainNameLabelScope"],
    deletesFirst: { ifGiven: "publicIpAddressName" },
  },
  "azure-native:network:Subnet": {
    documentation: "https://learn.microsoft.com/rest/api/virtualnetwork/subnets/create-or-update",
    source: "https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-subnet#change-subnet-settings",
    required: ["resourceGroupName", "virtualNetworkName"],
    name: { ...nameRule("subnetName", 80), auto: "copy" },
    replaces: ["subnetName", "virtualNetworkName", "resourceGroupName"],
    // While something is in the subnet; here something always is.
    refuses: ["addressPrefix", "addressPrefixes"],
    deletesFirst: "always",
  },
  "azure-native:network:VirtualNetwork": {
    documentation: "https://learn.microsoft.com/rest/api/virtualnetwork/virtual-networks/create-or-update",
    source: azureNativeSource,
    required: ["resourceGroupName", "addressSpace", "addressSpace.addressPrefixes"],
    name: nameRule("virtualNetworkName", 64),
    canonical: sameLocation,
    replaces: ["virtualNetworkName", "resourceGroupName", "location"],
    refuses: ["extendedLocation"],
    deletesFirst: { ifGiven: "virtualNetworkName" },
  },
} satisfies ServiceFacts;
