import { oneOf, shorterThan } from "../../../facts/rules/limits";
import type { ResourceModel } from "../model";
import { named, usersOf } from "../users";
import { has, text } from "../../../facts/properties/select";
import { canonicalDocument, documentText, isJson } from "./iam";
import { queueType } from "./sqs";

const names = /^[.\-_A-Za-z0-9]+$/;
const targetType = "aws:cloudwatch/eventTarget:EventTarget";

const eventRule: ResourceModel = {
  type: "aws:cloudwatch/eventRule:EventRule",
  source: "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html",
  name: { property: "name", max: 64, pattern: names, auto: "random", unless: "namePrefix" },
  defaults: (inputs) => ({ ...documentText(inputs, "eventPattern"), eventBusName: inputs["eventBusName"] ?? "default" }),
  limits: (inputs) => [
    ...(has(inputs, "eventPattern") || has(inputs, "scheduleExpression")
      ? []
      : [{ property: "eventPattern", reason: "at least one of eventPattern and scheduleExpression must be given" }]),
    ...(text(inputs, "eventPattern") === "" || isJson(text(inputs, "eventPattern"))
      ? []
      : [{ property: "eventPattern", reason: "contains an invalid JSON" }]),
    ...shorterThan(inputs, "eventPattern", 4096),
    ...shorterThan(inputs, "description", 512),
    ...oneOf(inputs, "state", ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"]),
  ],
  canonical: (inputs) => canonicalDocument(inputs, "eventPattern"),
  id: ({ inputs }) => text(inputs, "name"),
  outputs: { arn: ({ inputs, account }) => `arn:aws:events:${account.region}:${account.owner}:rule/${text(inputs, "name")}` },
  deleteBlockedBy(subject) {
    const targets = usersOf(subject, [text(subject.inputs, "name")], [{ type: targetType, path: "rule" }]);
    return targets.length === 0 ? [] : [`ValidationException: Rule can't be deleted since it has targets: ${named(targets)}`];
  },
};

const eventTarget: ResourceModel = {
  type: targetType,
  source: "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html",
  required: ["arn", "rule"],
  name: { property: "targetId", max: 64, pattern: names, auto: "random" },
  defaults: (inputs) => ({ eventBusName: inputs["eventBusName"] ?? "default" }),
  refs: [
    { path: "rule", to: [{ type: eventRule.type, output: "name" }] },
    { path: "arn", to: [{ type: queueType, output: "arn" }] },
  ],
  id: ({ inputs }) => `${text(inputs, "rule")}-${text(inputs, "targetId")}`,
};

/** What happens in an account, and who is told. */
export const events: readonly ResourceModel[] = [eventRule, eventTarget];
