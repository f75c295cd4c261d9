import { uuid } from "../ids";
import type { ResourceModel } from "../model";
import { text } from "../values";
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

export const managedidentity: readonly ResourceModel[] = [userAssignedIdentity];
