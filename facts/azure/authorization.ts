import type { ServiceFacts } from "../resource";

const guid = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;

export const authorization = {
  "azure-native:authorization:RoleAssignment": {
    documentation: "https://learn.microsoft.com/rest/api/authorization/role-assignments/create",
    source: "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting",
    required: ["scope", "principalId", "roleDefinitionId"],
    name: { property: "roleAssignmentName", max: 36, pattern: guid, auto: "uuid" },
    defaults: (inputs) => ({ principalType: inputs["principalType"] ?? "User" }),
    limits: ({ roleDefinitionId: role }) =>
      typeof role !== "string" ||
      /\/providers\/Microsoft\.Authorization\/roleDefinitions\/[0-9a-f-]{36}$/i.test(role) ||
      !role.startsWith("/")
        ? []
        : [{ property: "roleDefinitionId", reason: `${role} is no full id of a role definition` }],
    replaces: ["roleAssignmentName", "scope", "principalId"],
    refuses: ["roleDefinitionId", "principalType", "delegatedManagedIdentityResourceId"],
    deletesFirst: { ifGiven: "roleAssignmentName" },
  },
} satisfies ServiceFacts;
