import type { ServiceFacts } from "../resource";
import { azureNativeSource } from "./source";
import { sameLocation } from "./location";

export const managedidentity = {
  "azure-native:managedidentity:FederatedIdentityCredential": {
    documentation: "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations",
    source: azureNativeSource,
    required: ["resourceGroupName", "resourceName", "issuer", "subject", "audiences"],
    name: {
      property: "federatedIdentityCredentialResourceName",
      max: 120,
      min: 3,
      pattern: /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,119}$/,
      auto: "random",
    },
    limits: ({ issuer, audiences }) => [
      ...(typeof issuer === "string" && !issuer.startsWith("https://")
        ? [{ property: "issuer", reason: `${issuer} is no https URL` }]
        : []),
      ...(Array.isArray(audiences) && audiences.length !== 1 ? [{ property: "audiences", reason: "takes exactly one" }] : []),
    ],
    replaces: ["federatedIdentityCredentialResourceName", "resourceName", "resourceGroupName"],
    deletesFirst: { ifGiven: "federatedIdentityCredentialResourceName" },
  },
  "azure-native:managedidentity:UserAssignedIdentity": {
    documentation: "https://learn.microsoft.com/rest/api/managedidentity/user-assigned-identities/create-or-update",
    source: azureNativeSource,
    required: ["resourceGroupName"],
    name: { property: "resourceName", max: 128, min: 3, pattern: /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,127}$/, auto: "random" },
    canonical: sameLocation,
    replaces: ["resourceName", "resourceGroupName", "location"],
    deletesFirst: { ifGiven: "resourceName" },
  },
} satisfies ServiceFacts;
