import type { ServiceFacts } from "../resource";
import { profileLimits } from "./rules/trafficManager";
import { sameLocation } from "./location";

export const trafficmanager = {
  "azure-native:trafficmanager:Profile": {
    documentation: "https://learn.microsoft.com/rest/api/trafficmanager/profiles/create-or-update",
    source:
      "https://github.com/hashicorp/terraform-provider-azurerm/blob/main/internal/services/trafficmanager/traffic_manager_profile_resource.go",
    required: [
      "resourceGroupName",
      "dnsConfig",
      "dnsConfig.relativeName",
      "dnsConfig.ttl",
      "trafficRoutingMethod",
      "monitorConfig",
      "monitorConfig.protocol",
      "monitorConfig.port",
    ],
    name: { property: "profileName", max: 63, pattern: /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$/, auto: "random" },
    limits: profileLimits,
    canonical: sameLocation,
    replaces: ["profileName", "resourceGroupName", "location"],
    refuses: ["dnsConfig.relativeName"],
    deletesFirst: { ifGiven: "profileName" },
  },
} satisfies ServiceFacts;
