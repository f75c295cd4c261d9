import type { ServiceFacts } from "../resource";
import { canonicalDocument, documentText, isJson } from "./documents";
import { flag, has, text } from "../properties/select";
import { inRange } from "../rules/limits";

export const sqs = {
  "aws:sqs/queue:Queue": {
    documentation: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/00a35305dc1b297a6fcdecdfbba33f1e63c3da39/internal/service/sqs/queue.go",
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
    replaces: ["fifoQueue", "name", "namePrefix", "region"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    documentation: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/0148137dc6fb802b97b74036846777ab15c0f9ad/internal/service/sqs/queue_policy.go",
    required: ["queueUrl", "policy"],
    defaults: (inputs) => documentText(inputs, "policy"),
    limits: (inputs) => {
      const policy = text(inputs, "policy");
      return policy === "" || isJson(policy) ? [] : [{ property: "policy", reason: "contains an invalid JSON policy" }];
    },
    canonical: (inputs) => canonicalDocument(inputs, "policy"),
    replaces: ["queueUrl", "region"],
    deletesFirst: "always",
  },
} satisfies ServiceFacts;
