import type { ServiceFacts } from "../resource";
import { canonicalDocument, documentText, isJson } from "./documents";
import { count, has, text } from "../properties/select";
import { metricAlarmLimits } from "./rules/metricAlarm";
import { oneOf, shorterThan } from "../rules/limits";

const eventNames = /^[.\-_A-Za-z0-9]+$/;

/** Days; 0 is for ever. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentions = [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

export const cloudwatch = {
  "aws:cloudwatch/eventRule:EventRule": {
    documentation: "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/0cdab4ae09a963535e03dde0bff4784afe8e3517/internal/service/events/rule.go",
    name: { property: "name", max: 64, pattern: eventNames, auto: "random", unless: "namePrefix" },
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
    replaces: ["eventBusName", "name", "namePrefix", "region"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    documentation: "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/0762c41e2027fcd3cb8340d3e6886c6975fc0a59/internal/service/events/target.go",
    required: ["arn", "rule"],
    name: { property: "targetId", max: 64, pattern: eventNames, auto: "random" },
    defaults: (inputs) => ({ eventBusName: inputs["eventBusName"] ?? "default" }),
    replaces: ["eventBusName", "region", "rule", "targetId"],
    deletesFirst: { ifKept: "targetId" },
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    documentation: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/0073593e7d6993ba482409f4dc35438daaa79bb3/internal/service/logs/group.go",
    name: { property: "name", max: 512, pattern: /^[.\-_/#A-Za-z0-9]+$/, auto: "random", unless: "namePrefix" },
    defaults: (inputs) => ({ retentionInDays: inputs["retentionInDays"] ?? 0, skipDestroy: inputs["skipDestroy"] ?? false }),
    limits: (inputs) => {
      const days = count(inputs, "retentionInDays");
      return [
        ...(days === undefined || retentions.includes(days)
          ? []
          : [{ property: "retentionInDays", reason: `${days} is none of ${retentions.join(", ")}` }]),
        ...oneOf(inputs, "logGroupClass", ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]),
      ];
    },
    replaces: ["logGroupClass", "name", "namePrefix", "region"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    documentation: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/055611a654738da73e7b1e2b5d2b7672c6d4d531/internal/service/cloudwatch/metric_alarm.go",
    required: ["comparisonOperator", "evaluationPeriods"],
    name: { property: "name", max: 255, auto: "random" },
    defaults: (inputs) => ({ actionsEnabled: inputs["actionsEnabled"] ?? true, treatMissingData: inputs["treatMissingData"] ?? "missing" }),
    limits: metricAlarmLimits,
    replaces: ["name", "region"],
    deletesFirst: { ifKept: "name" },
  },
} satisfies ServiceFacts;
