import type { ResourceModel } from "../simulator/model";
import { text } from "../../../facts/properties/select";

export const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";

export const metricAlarm: ResourceModel = {
  type: alarmType,
  id: ({ inputs }) => text(inputs, "name"),
  outputs: { arn: ({ id, inputs, account }) => `arn:aws:cloudwatch:${text(inputs, "region")}:${account.owner}:alarm:${id}` },
};
