import type { ServiceFacts } from "../resource";
import { canonicalDocument, documentLimit, documentText, isJson } from "./documents";
import { count, text } from "../properties/select";

const names = /^[\w+=,.@-]+$/;

export const iam = {
  "aws:iam/instanceProfile:InstanceProfile": {
    documentation: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/013f1736b90439e5a19567a87d3e5cd11858c420/internal/service/iam/instance_profile.go",
    name: { property: "name", max: 128, pattern: names, auto: "random", unless: "namePrefix" },
    defaults: (inputs) => ({ path: inputs["path"] ?? "/" }),
    replaces: ["name", "namePrefix", "path"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:iam/policy:Policy": {
    documentation: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/01ccd9a2d118a3e81a9649759bf14303526dc9e6/internal/service/iam/policy.go",
    required: ["policy"],
    name: { property: "name", max: 128, pattern: names, auto: "random", unless: "namePrefix" },
    defaults: (inputs) => ({ ...documentText(inputs, "policy"), path: inputs["path"] ?? "/" }),
    limits: (inputs) => documentLimit(inputs, 6_144),
    canonical: (inputs) => canonicalDocument(inputs, "policy"),
    replaces: ["description", "name", "namePrefix", "path"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:iam/role:Role": {
    documentation: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/0040ea6911af00bea2cca6dbb14e86829826ad8e/internal/service/iam/role.go",
    required: ["assumeRolePolicy"],
    name: { property: "name", max: 64, pattern: names, auto: "random", unless: "namePrefix" },
    defaults: (inputs) => ({
      ...documentText(inputs, "assumeRolePolicy"),
      maxSessionDuration: inputs["maxSessionDuration"] ?? 3600,
      path: inputs["path"] ?? "/",
    }),
    limits: (inputs) => {
      const seconds = count(inputs, "maxSessionDuration");
      const policy = text(inputs, "assumeRolePolicy");
      return [
        ...(seconds === undefined || (seconds >= 3600 && seconds <= 43200)
          ? []
          : [{ property: "maxSessionDuration", reason: `${seconds} is outside 3600..43200` }]),
        ...(policy === "" || isJson(policy) ? [] : [{ property: "assumeRolePolicy", reason: "contains an invalid JSON policy" }]),
      ];
    },
    sets: ["managedPolicyArns"],
    canonical: (inputs) => canonicalDocument(inputs, "assumeRolePolicy"),
    replaces: ["name", "namePrefix", "path"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    documentation: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/02f97af85f89a04e8ed89f5e8b64a9a67f3cfe07/internal/service/iam/role_policy.go",
    required: ["policy", "role"],
    name: { property: "name", max: 128, pattern: names, auto: "random", unless: "namePrefix" },
    defaults: (inputs) => documentText(inputs, "policy"),
    limits: (inputs) => documentLimit(inputs, 10_240),
    canonical: (inputs) => canonicalDocument(inputs, "policy"),
    replaces: ["name", "namePrefix", "role"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    documentation: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/04c79849dbe7fbe76c3054b364357bcdaade9ac5/internal/service/iam/role_policy_attachment.go",
    required: ["role", "policyArn"],
    replaces: ["policyArn", "role"],
    deletesFirst: "always",
  },
} satisfies ServiceFacts;
