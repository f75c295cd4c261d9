import type { Problem, ServiceFacts } from "../resource";
import type { Properties } from "../properties/values";
import { azureNativeSource } from "./source";
import { flag, has, objects } from "../properties/select";
import { oneOf } from "../rules/limits";

const destinations = ["workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId"];

export const monitor = {
  "azure-native:monitor:DiagnosticSetting": {
    documentation: "https://learn.microsoft.com/rest/api/monitor/diagnostic-settings/create-or-update",
    source: azureNativeSource,
    required: ["resourceUri", "logs[*].enabled", "metrics[*].enabled"],
    name: { property: "name", max: 260, auto: "random" },
    limits: settingLimits,
    replaces: ["name", "resourceUri"],
    deletesFirst: { ifGiven: "name" },
  },
} satisfies ServiceFacts;

function settingLimits(inputs: Properties): readonly Problem[] {
  const kinds = [...objects(inputs, "logs[*]"), ...objects(inputs, "metrics[*]")];
  const enabled = kinds.filter((kind) => flag(kind, "enabled") === true);
  return [
    ...(destinations.some((path) => has(inputs, path))
      ? []
      : [{ property: "workspaceId", reason: `one of ${destinations.join(", ")} is required` }]),
    ...(enabled.length > 0 ? [] : [{ property: "logs", reason: "at least one category of logs or metrics must be enabled" }]),
    ...(kinds.some((kind) => has(kind, "category") && has(kind, "categoryGroup"))
      ? [{ property: "logs", reason: "a log has a category or a categoryGroup, not both" }]
      : []),
    ...oneOf(inputs, "logAnalyticsDestinationType", ["Dedicated", "AzureDiagnostics"]),
  ];
}
