import { CloudError } from "../../provider/backend";
import { uuid } from "../shared/ids";
import type { ResourceModel } from "../simulator/model";
import { text } from "../../../facts/properties/select";
import { hidden } from "./common";
import { allows, statementsOf } from "./policyDocument";

const key: ResourceModel = {
  type: "aws:kms/key:Key",
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
