import type { Draft, ResourceModel } from "../simulator/model";
import { text } from "../../../facts/properties/select";

export const queueType = "aws:sqs/queue:Queue";

const queue: ResourceModel = {
  type: queueType,
  // The provider waits until what it has written can be read.
  seconds: { create: 25, update: 25 },
  refs: [
    {
      path: "kmsMasterKeyId",
      to: [
        { type: "aws:kms/key:Key", output: "id" },
        { type: "aws:kms/key:Key", output: "arn" },
        { type: "aws:kms/alias:Alias", output: "name" },
      ],
      outside: /^alias\/aws\/sqs$/,
    },
  ],
  id: queueUrl,
  outputs: {
    url: queueUrl,
    arn: ({ inputs, account }) => `arn:aws:sqs:${account.region}:${account.owner}:${text(inputs, "name")}`,
  },
};

function queueUrl({ inputs, account }: Pick<Draft, "inputs" | "account">): string {
  return `https://sqs.${account.region}.amazonaws.com/${account.owner}/${text(inputs, "name")}`;
}

/** An attribute of its queue, of which there is one. */
const queuePolicy: ResourceModel = {
  type: "aws:sqs/queuePolicy:QueuePolicy",
  seconds: { create: 25, update: 25 },
  refs: [{ path: "queueUrl", to: [{ type: queueType, output: "url" }] }],
  overwrites: () => true,
  id: ({ inputs }) => text(inputs, "queueUrl"),
};

export const sqs: readonly ResourceModel[] = [queue, queuePolicy];
