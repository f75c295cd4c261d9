import { all, isNot, isSet } from "../checks";
import type { Rule } from "../rule";

export const awsAlarmRules: readonly Rule[] = [
  {
    ids: ["CKV_AWS_319"],
    title: "makes alarms that tell somebody",
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html",
    types: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
    check: all(isNot("actionsEnabled", false), isSet("alarmActions")),
  },
];
