import { CloudError } from "../../provider/backend";
import { uuid } from "../ids";
import type { ResourceModel } from "../model";
import { text } from "../../../facts/properties/select";
import { resourceId, sameLocation } from "./ids";

const userAssignedIdentity: ResourceModel = {
  type: "azure-native:managedidentity:UserAssignedIdentity",
  source: "https://learn.microsoft.com/rest/api/managedidentity/user-assigned-identities/create-or-update",
  seconds: { create: 5, delete: 5 },
  required: ["resourceGroupName"],
  name: { property: "resourceName", max: 128, min: 3, pattern: /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,127}$/, auto: "random" },
  canonical: sameLocation,
  refs: [{ path: "resourceGroupName", to: [{ type: "azure-native:resources:ResourceGroup", output: "name" }] }],
  provision: () => ({ principalId: uuid(), clientId: uuid() }),
  id: (draft) => resourceId(draft, "Microsoft.ManagedIdentity", { userAssignedIdentities: "resourceName" }),
  outputs: {
    name: ({ inputs }) => text(inputs, "resourceName"),
    principalId: ({ hidden }) => text(hidden, "principalId"),
    clientId: ({ hidden }) => text(hidden, "clientId"),
    tenantId: ({ account }) => account.tenant,
  },
};

/** Of one service account of one cluster: no two of an identity have the same issuer and subject. */
const federatedCredential: ResourceModel = {
  type: "azure-native:managedidentity:FederatedIdentityCredential",
  source: "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations",
  seconds: { create: 5, update: 5, delete: 5 },
  required: ["resourceGroupName", "resourceName", "issuer", "subject", "audiences"],
  name: {
    property: "federatedIdentityCredentialResourceName",
    max: 120,
    min: 3,
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,119}$/,
    auto: "random",
  },
  limits: ({ issuer, audiences }) => [
    ...(typeof issuer === "string" && !issuer.startsWith("https://") ? [{ property: "issuer", reason: `${issuer} is no https URL` }] : []),
    ...(Array.isArray(audiences) && audiences.length !== 1 ? [{ property: "audiences", reason: "takes exactly one" }] : []),
  ],
  refs: [
    { path: "resourceGroupName", to: [{ type: "azure-native:resources:ResourceGroup", output: "name" }] },
    { path: "resourceName", to: [{ type: userAssignedIdentity.type, output: "name" }] },
  ],
  admit({ inputs, cloud }) {
    const same = cloud
      .byType(federatedCredential.type)
      .find((other) =>
        ["resourceGroupName", "resourceName", "issuer", "subject"].every((key) => text(other.inputs, key) === text(inputs, key)),
      );
    if (same !== undefined)
      throw new CloudError(
        `Status=409 Code="Conflict" Message="Issuer and subject combination already exists for this Managed Identity." (${same.id})`,
      );
  },
  id: (draft) =>
    resourceId(draft, "Microsoft.ManagedIdentity", {
      userAssignedIdentities: "resourceName",
      federatedIdentityCredentials: "federatedIdentityCredentialResourceName",
    }),
  outputs: { name: ({ inputs }) => text(inputs, "federatedIdentityCredentialResourceName") },
};

export const managedidentity: readonly ResourceModel[] = [userAssignedIdentity, federatedCredential];
