import { inRange } from "../../../facts/rules/limits";
import type { Draft, ResourceModel } from "../model";
import { flag, has, text } from "../../../facts/properties/select";
import { canonicalDocument, documentText, isJson } from "./iam";

export const queueType = "aws:sqs/queue:Queue";

const queue: ResourceModel = {
  type: queueType,
  source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html",
  // The provider waits until what it has written can be read.
  seconds: { create: 25, update: 25 },
  name: {
    property: "name",
    max: 80,
    pattern: /^([0-9A-Za-z_-]{1,80}|[0-9A-Za-z_-]{1,75}\.fifo)$/,
    auto: "random",
    unless: "namePrefix",
  },
  limits: (inputs) => [
    ...inRange(inputs, "delaySeconds", 0, 900),
    ...inRange(inputs, "maxMessageSize", 1_024, 1_048_576),
    ...inRange(inputs, "messageRetentionSeconds", 60, 1_209_600),
    ...inRange(inputs, "receiveWaitTimeSeconds", 0, 20),
    ...inRange(inputs, "visibilityTimeoutSeconds", 0, 43_200),
    ...(has(inputs, "kmsMasterKeyId") && has(inputs, "sqsManagedSseEnabled")
      ? [{ property: "sqsManagedSseEnabled", reason: "conflicts with kmsMasterKeyId" }]
      : []),
    ...(text(inputs, "name").endsWith(".fifo") !== (flag(inputs, "fifoQueue") === true) && has(inputs, "name")
      ? [{ property: "name", reason: "ends in .fifo exactly when fifoQueue is true" }]
      : []),
  ],
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
  source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html",
  seconds: { create: 25, update: 25 },
  required: ["queueUrl", "policy"],
  defaults: (inputs) => documentText(inputs, "policy"),
  limits: (inputs) => {
    const policy = text(inputs, "policy");
    return policy === "" || isJson(policy) ? [] : [{ property: "policy", reason: "contains an invalid JSON policy" }];
  },
  canonical: (inputs) => canonicalDocument(inputs, "policy"),
  refs: [{ path: "queueUrl", to: [{ type: queueType, output: "url" }] }],
  overwrites: () => true,
  id: ({ inputs }) => text(inputs, "queueUrl"),
};

export const sqs: readonly ResourceModel[] = [queue, queuePolicy];
