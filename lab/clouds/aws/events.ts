import type { ResourceModel } from "../simulator/model";
import { named, usersOf } from "../shared/users";
import { text } from "../../../facts/properties/select";
import { queueType } from "./sqs";

const targetType = "aws:cloudwatch/eventTarget:EventTarget";

const eventRule: ResourceModel = {
  type: "aws:cloudwatch/eventRule:EventRule",
  id: ({ inputs }) => text(inputs, "name"),
  outputs: { arn: ({ inputs, account }) => `arn:aws:events:${account.region}:${account.owner}:rule/${text(inputs, "name")}` },
  deleteBlockedBy(subject) {
    const targets = usersOf(subject, [text(subject.inputs, "name")], [{ type: targetType, path: "rule" }]);
    return targets.length === 0 ? [] : [`ValidationException: Rule can't be deleted since it has targets: ${named(targets)}`];
  },
};

const eventTarget: ResourceModel = {
  type: targetType,
  refs: [
    { path: "rule", to: [{ type: eventRule.type, output: "name" }] },
    { path: "arn", to: [{ type: queueType, output: "arn" }] },
  ],
  id: ({ inputs }) => `${text(inputs, "rule")}-${text(inputs, "targetId")}`,
};

/** What happens in an account, and who is told. */
export const events: readonly ResourceModel[] = [eventRule, eventTarget];
