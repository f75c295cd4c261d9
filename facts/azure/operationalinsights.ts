import type { ServiceFacts } from "../resource";
import { inRange, oneOf } from "../rules/limits";
import { sameLocation } from "./location";

export const operationalinsights = {
  "azure-native:operationalinsights:Workspace": {
    documentation: "https://learn.microsoft.com/rest/api/loganalytics/workspaces/create-or-update",
    source: "https://learn.microsoft.com/azure/azure-monitor/logs/change-pricing-tier",
    required: ["resourceGroupName"],
    name: { property: "workspaceName", max: 63, min: 4, pattern: /^[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]$/, auto: "random" },
    limits: (inputs) => [
      ...inRange(inputs, "retentionInDays", 30, 730),
      ...["publicNetworkAccessForIngestion", "publicNetworkAccessForQuery"].flatMap((path) => oneOf(inputs, path, ["Enabled", "Disabled"])),
    ],
    canonical: sameLocation,
    replaces: ["workspaceName", "resourceGroupName", "location"],
    refuses: [{ path: "sku.name", when: { notBothOf: ["PerGB2018", "CapacityReservation"] } }],
    deletesFirst: { ifGiven: "workspaceName" },
  },
} satisfies ServiceFacts;
