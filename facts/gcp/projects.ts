import type { ServiceFacts } from "../resource";

export const projects = {
  "gcp:projects/iAMMember:IAMMember": {
    documentation: "https://docs.cloud.google.com/resource-manager/reference/rest/v1/projects/setIamPolicy",
    source:
      "https://github.com/hashicorp/terraform-provider-google-beta/blob/d61f18626aa82748859356c7c662a86d52d59d3a/google-beta/services/resourcemanager/iam_project.go",
    required: ["member", "project", "role", "condition.title", "condition.expression"],
    limits: ({ member }) =>
      typeof member !== "string" || /^(\w+:.+|allUsers|allAuthenticatedUsers)$/.test(member)
        ? []
        : [{ property: "member", reason: `${member} has no prefix such as serviceAccount:, user: or group:` }],
    replaces: ["condition", "member", "project", "role"],
    deletesFirst: "always",
  },
} satisfies ServiceFacts;
