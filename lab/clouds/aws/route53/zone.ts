import { capitals, digitsOf, uuid } from "../../shared/ids";
import { CloudError } from "../../../provider/backend";
import type { Properties } from "../../../../facts/properties/values";
import type { Draft, ResourceModel } from "../../simulator/model";
import { named } from "../../shared/users";
import { count, flag, has, text, texts } from "../../../../facts/properties/select";
import { alarmType } from "../alarms";
import { recordType } from "./record";

const zone: ResourceModel = {
  type: "aws:route53/zone:Zone",
  seconds: { create: 40, update: 2, delete: 5 },
  provision: () => ({ id: capitals("Z0", 19) }),
  id: ({ hidden: facts }) => text(facts, "id"),
  outputs: {
    zoneId: ({ id }) => id,
    arn: ({ id }) => `arn:aws:route53:::hostedzone/${id}`,
    nameServers: ({ id }) => nameServers(id),
    primaryNameServer: ({ id }) => nameServers(id)[0],
  },
  deleteBlockedBy: (subject) => {
    const records = recordsOf(subject);
    if (records.length === 0 || flag(subject.inputs, "forceDestroy") === true) return [];
    return [
      `HostedZoneNotEmpty: The specified hosted zone contains non-required resource record sets and so cannot be deleted: ${named(records)}`,
    ];
  },
  cascade: recordsOf,
};

function recordsOf({ cloud, id }: Parameters<NonNullable<ResourceModel["cascade"]>>[0]): ReturnType<NonNullable<ResourceModel["cascade"]>> {
  return cloud.byType(recordType).filter(({ inputs }) => text(inputs, "zoneId") === id);
}

/** Four of Route 53's, the same for a zone at any time. */
function nameServers(id: string): readonly string[] {
  return ["com", "net", "org", "co.uk"].map(
    (domain) => `ns-${digitsOf(`${id}${domain}`, 3)}.awsdns-${digitsOf(`${domain}${id}`, 2)}.${domain}`,
  );
}

const healthCheckType = "aws:route53/healthCheck:HealthCheck";

const healthCheck: ResourceModel = {
  type: healthCheckType,
  refs: [{ path: "childHealthchecks[*]", to: [{ type: healthCheckType, output: "id" }] }],
  admit: refuse,
  admitUpdate: refuse,
  provision: () => ({ id: uuid() }),
  id: ({ hidden: facts }) => text(facts, "id"),
  outputs: { arn: ({ id }) => `arn:aws:route53:::healthcheck/${id}` },
};

type Asked = Pick<Draft, "inputs" | "cloud">;

function refuse(draft: Asked): void {
  refuseNesting(draft);
  refuseAlarm(draft);
}

/** @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-types.html */
function refuseAlarm({ inputs, cloud }: Asked): void {
  if (text(inputs, "type") !== "CLOUDWATCH_METRIC") return;
  const [name, region] = [text(inputs, "cloudwatchAlarmName"), text(inputs, "cloudwatchAlarmRegion")];
  const alarm = cloud
    .byType(alarmType)
    .find(({ inputs: other }) => text(other, "name") === name && text(other, "region") === region)?.inputs;
  const problem = alarm === undefined ? `does not exist in ${region}` : unsupported(alarm);
  if (problem !== undefined) throw new CloudError(`InvalidInput: Invalid parameter : the CloudWatch alarm ${name} ${problem}`);
}

function unsupported(alarm: Properties): string | undefined {
  if (has(alarm, "extendedStatistic")) return "uses an extended statistic, which health checks do not support";
  if (has(alarm, "metricQueries")) return "uses metric math, which health checks do not support";
  if ((count(alarm, "period") ?? 0) < 60) return "is of high resolution, which health checks do not support";
  const [periods, datapoints] = [count(alarm, "evaluationPeriods"), count(alarm, "datapointsToAlarm")];
  return datapoints === undefined || datapoints === periods ? undefined : 'is an "M out of N" alarm, which health checks do not support';
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html */
function refuseNesting({ inputs, cloud }: Asked): void {
  const nested = texts(inputs, "childHealthchecks[*]").find(
    (id) => text(cloud.get(healthCheckType, id)?.inputs ?? {}, "type") === "CALCULATED",
  );
  if (nested !== undefined)
    throw new CloudError(
      `InvalidInput: Invalid parameter : a calculated health check cannot have the calculated health check ${nested} as a child`,
    );
}

export const route53: readonly ResourceModel[] = [zone, healthCheck];
