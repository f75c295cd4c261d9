import type { ServiceFacts } from "../resource";
import { azureNativeSource } from "./source";
import { sameLocation } from "./location";

export const resources = {
  "azure-native:resources:Deployment": {
    documentation: "https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource#list",
    source: azureNativeSource,
    required: ["resourceGroupName", "properties", "properties.mode"],
    name: { property: "deploymentName", max: 64, pattern: /^[-\w._()]+$/, auto: "random" },
    replaces: ["deploymentName", "resourceGroupName"],
    deletesFirst: { ifGiven: "deploymentName" },
    unknownAfter: () => ["properties"],
  },
  "azure-native:resources:ResourceGroup": {
    documentation: "https://learn.microsoft.com/rest/api/resources/resource-groups/create-or-update",
    source: azureNativeSource,
    required: ["location"],
    name: { property: "resourceGroupName", max: 90, pattern: /^[-\w._()]{0,89}[-\w_()]$/, auto: "random" },
    canonical: sameLocation,
    replaces: ["resourceGroupName", "location"],
    deletesFirst: { ifGiven: "resourceGroupName" },
  },
} satisfies ServiceFacts;
