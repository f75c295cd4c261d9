import type { ServiceFacts } from "../resource";

export const serviceaccount = {
  "gcp:serviceaccount/account:Account": {
    documentation: "https://docs.cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts/create",
    source:
      "https://github.com/hashicorp/terraform-provider-google-beta/blob/d61f18626aa82748859356c7c662a86d52d59d3a/google-beta/services/resourcemanager/resource_google_service_account.go",
    name: { property: "accountId", max: 30, min: 6, pattern: /^[a-z]([-a-z0-9]*[a-z0-9])$/, auto: "random" },
    limits: ({ displayName, description }) => [
      ...(typeof displayName === "string" && Buffer.byteLength(displayName) > 100
        ? [{ property: "displayName", reason: "has more than 100 bytes" }]
        : []),
      ...(typeof description === "string" && Buffer.byteLength(description) > 256
        ? [{ property: "description", reason: "has more than 256 bytes" }]
        : []),
    ],
    replaces: ["accountId", "project"],
    deletesFirst: { ifKept: "accountId" },
  },
} satisfies ServiceFacts;
