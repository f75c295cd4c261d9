import { CloudError } from "../../provider/backend";
import { uuid } from "../shared/ids";
import type { ResourceModel } from "../simulator/model";
import { text } from "../../../facts/properties/select";
import { resourceId } from "./ids";

const userAssignedIdentity: ResourceModel = {
  type: "azure-native:managedidentity:UserAssignedIdentity",
  seconds: { create: 5, delete: 5 },
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
  seconds: { create: 5, update: 5, delete: 5 },
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
