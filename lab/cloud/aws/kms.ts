import { CloudError } from "../../provider/backend";
import { uuid } from "../ids";
import { inRange, shorterThan } from "../../../facts/rules/limits";
import type { ResourceModel } from "../model";
import { flag, has, text } from "../../../facts/properties/select";
import { hidden } from "./common";
import { canonicalDocument, documentText, isJson } from "./iam";
import { allows, statementsOf } from "./policyDocument";

const key: ResourceModel = {
  type: "aws:kms/key:Key",
  source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html",
  defaults: (inputs) => ({
    ...documentText(inputs, "policy"),
    enableKeyRotation: inputs["enableKeyRotation"] ?? false,
    isEnabled: inputs["isEnabled"] ?? true,
  }),
  canonical: (inputs) => canonicalDocument(inputs, "policy"),
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
  admit({ inputs, account }) {
    const policy = text(inputs, "policy");
    const administers = (principal: string) => principal.startsWith(`arn:aws:iam::${account.owner}:`);
    if (policy === "" || account.owner === "") return;
    if (statementsOf(policy).some((statement) => statement.aws.some(administers) && allows(statement, "kms:PutKeyPolicy"))) return;
    throw new CloudError("MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.");
  },
  provision: () => ({ id: uuid() }),
  id: ({ hidden: facts }) => text(facts, "id"),
  outputs: {
    arn: ({ id, account }) => `arn:aws:kms:${account.region}:${account.owner}:key/${id}`,
    keyId: hidden("id"),
  },
  keeps: "a deleted key can be taken back until its window of 7 to 30 days ends",
};

const alias: ResourceModel = {
  type: "aws:kms/alias:Alias",
  source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
  required: ["targetKeyId"],
  name: { property: "name", max: 256, pattern: /^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/, auto: "none", unless: "namePrefix" },
  refs: [
    {
      path: "targetKeyId",
      to: [
        { type: key.type, output: "keyId" },
        { type: key.type, output: "arn" },
      ],
    },
  ],
  id: ({ inputs }) => text(inputs, "name"),
  outputs: { arn: ({ id, account }) => `arn:aws:kms:${account.region}:${account.owner}:${id}` },
};

export const kms: readonly ResourceModel[] = [key, alias];
