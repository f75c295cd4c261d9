import * as authorization from "@pulumi/azure-native/authorization";
import type * as pulumi from "@pulumi/pulumi";

/** Ids of built-in roles, the same in every tenant: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const roles = {
  "Network Contributor": "4d97b98b-1d4f-4787-a291-c67834d212e7",
  "Azure Kubernetes Service RBAC Cluster Admin": "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
  "Key Vault Secrets User": "4633458b-17de-408a-b874-0445c86b69e6",
} as const;

export interface AzureRoleArgs {
  readonly subscription: string;
  readonly role: keyof typeof roles;
  /** Object id of a managed identity or a service principal. */
  readonly principalId: pulumi.Input<string>;
  /** Id of the resource or the resource group. */
  readonly scope: pulumi.Input<string>;
}

/** Gives a machine's principal a role. The assignment's own name is a GUID of the provider's: a replacement is then made before the old one goes. */
export function assignRole(name: string, args: AzureRoleArgs, opts: pulumi.CustomResourceOptions): authorization.RoleAssignment {
  return new authorization.RoleAssignment(
    name,
    {
      scope: args.scope,
      principalId: args.principalId,
      // Also spares the look-up in Entra, which does not know a new identity yet (PrincipalNotFound).
      principalType: "ServicePrincipal",
      roleDefinitionId: `/subscriptions/${args.subscription}/providers/Microsoft.Authorization/roleDefinitions/${roles[args.role]}`,
    },
    // The provider would update these, and Azure answers RoleAssignmentUpdateNotPermitted.
    { ...opts, replaceOnChanges: ["roleDefinitionId", "principalType"] },
  );
}
