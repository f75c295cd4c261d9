import type { ServiceFacts } from "../resource";
import { canonicalDocument, documentText, isJson } from "./documents";
import { flag, has, text } from "../properties/select";
import { inRange, shorterThan } from "../rules/limits";

export const kms = {
  "aws:kms/alias:Alias": {
    documentation: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/01c08000ddb14181b5bd19201d8fca311dc570e4/internal/service/kms/alias.go",
    required: ["targetKeyId"],
    name: { property: "name", max: 256, pattern: /^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/, auto: "none", unless: "namePrefix" },
    replaces: ["name", "namePrefix", "region"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:kms/key:Key": {
    documentation: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html",
    source: "https://github.com/hashicorp/terraform-provider-aws/blob/00a35305dc1b297a6fcdecdfbba33f1e63c3da39/internal/service/kms/key.go",
    defaults: (inputs) => ({
      ...documentText(inputs, "policy"),
      enableKeyRotation: inputs["enableKeyRotation"] ?? false,
      isEnabled: inputs["isEnabled"] ?? true,
    }),
    limits: (inputs) => {
      const policy = text(inputs, "policy");
      return [
        ...inRange(inputs, "deletionWindowInDays", 7, 30),
        ...inRange(inputs, "rotationPeriodInDays", 90, 2560),
        ...(has(inputs, "rotationPeriodInDays") && flag(inputs, "enableKeyRotation") !== true
          ? [{ property: "rotationPeriodInDays", reason: "needs enableKeyRotation" }]
          : []),
        ...shorterThan(inputs, "description", 8192),
        ...shorterThan(inputs, "policy", 32_768),
        ...(policy === "" || isJson(policy) ? [] : [{ property: "policy", reason: "contains an invalid JSON policy" }]),
      ];
    },
    canonical: (inputs) => canonicalDocument(inputs, "policy"),
    replaces: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "region", "xksKeyId"],
    deletesFirst: "never",
  },
} satisfies ServiceFacts;
