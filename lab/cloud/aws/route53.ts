import { capitals, digitsOf, uuid } from "../ids";
import { inRange, oneOf, shorterThan } from "../../../facts/rules/limits";
import { CloudError } from "../../provider/backend";
import type { Properties } from "../../../facts/properties/values";
import type { Draft, ResourceModel } from "../model";
import type { Problem } from "../../../facts/resource";
import { named } from "../users";
import { count, flag, has, text, texts } from "../../../facts/properties/select";
import { alarmType } from "./alarms";
import { recordType } from "./record";

const zone: ResourceModel = {
  type: "aws:route53/zone:Zone",
  source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html",
  seconds: { create: 40, update: 2, delete: 5 },
  name: { property: "name", max: 1024, auto: "random" },
  canonical: (inputs) => ({ ...inputs, name: withoutDot(text(inputs, "name")) }),
  defaults: (inputs) => ({ comment: inputs["comment"] ?? "Managed by Pulumi", forceDestroy: inputs["forceDestroy"] ?? false }),
  limits: (inputs) => shorterThan(inputs, "comment", 256),
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

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
const maxChildren = 256;

const types = ["HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP", "CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"];

const healthCheckType = "aws:route53/healthCheck:HealthCheck";
/** A check that only counts others has nobody to ask. */
const asking = ["ipAddress", "fqdn", "port", "resourcePath", "searchString", "requestInterval", "failureThreshold", "measureLatency"];

const healthCheck: ResourceModel = {
  type: healthCheckType,
  source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html",
  required: ["type"],
  sets: ["regions", "childHealthchecks"],
  defaults: (inputs) =>
    isEndpoint(text(inputs, "type"))
      ? { requestInterval: inputs["requestInterval"] ?? 30, failureThreshold: inputs["failureThreshold"] ?? 3 }
      : {},
  limits: (inputs) => {
    const interval = count(inputs, "requestInterval");
    return [
      ...oneOf(inputs, "type", types),
      ...(interval === undefined || interval === 10 || interval === 30
        ? []
        : [{ property: "requestInterval", reason: `${interval} is neither 10 nor 30` }]),
      ...inRange(inputs, "failureThreshold", 1, 10),
      ...inRange(inputs, "port", 1, 65535),
      ...(isEndpoint(text(inputs, "type")) && !has(inputs, "ipAddress") && !has(inputs, "fqdn")
        ? [{ property: "ipAddress", reason: "a check of an endpoint needs ipAddress or fqdn" }]
        : []),
      ...(text(inputs, "type") === "TCP" && has(inputs, "resourcePath")
        ? [{ property: "resourcePath", reason: "a TCP check takes no path" }]
        : []),
      ...["fqdn", "resourcePath", "searchString"].flatMap((path) => shorterThan(inputs, path, 255)),
      ...calculatedLimits(inputs),
      ...metricLimits(inputs),
    ];
  },
  refs: [{ path: "childHealthchecks[*]", to: [{ type: healthCheckType, output: "id" }] }],
  admit: refuse,
  admitUpdate: refuse,
  provision: () => ({ id: uuid() }),
  id: ({ hidden: facts }) => text(facts, "id"),
  outputs: { arn: ({ id }) => `arn:aws:route53:::healthcheck/${id}` },
};

function calculatedLimits(inputs: Properties): readonly Problem[] {
  const children = texts(inputs, "childHealthchecks[*]");
  if (text(inputs, "type") !== "CALCULATED")
    return ["childHealthchecks", "childHealthThreshold"]
      .filter((property) => has(inputs, property))
      .map((property) => ({ property, reason: "belongs to a check of type CALCULATED" }));
  return [
    ...asking.filter((property) => has(inputs, property)).map((property) => ({ property, reason: "has no meaning for type CALCULATED" })),
    ...inRange(inputs, "childHealthThreshold", 0, maxChildren),
    ...(children.length <= maxChildren
      ? []
      : [{ property: "childHealthchecks", reason: `has ${children.length} children, at most ${maxChildren} are allowed` }]),
  ];
}

/** A check of a metric asks nobody either. */
function metricLimits(inputs: Properties): readonly Problem[] {
  const own = ["cloudwatchAlarmName", "cloudwatchAlarmRegion"];
  if (text(inputs, "type") !== "CLOUDWATCH_METRIC")
    return [...own, "insufficientDataHealthStatus"]
      .filter((property) => has(inputs, property))
      .map((property) => ({ property, reason: "belongs to a check of type CLOUDWATCH_METRIC" }));
  return [
    ...asking
      .filter((property) => has(inputs, property))
      .map((property) => ({ property, reason: "has no meaning for type CLOUDWATCH_METRIC" })),
    ...own
      .filter((property) => !has(inputs, property))
      .map((property) => ({ property, reason: "is required of a check of type CLOUDWATCH_METRIC" })),
    ...oneOf(inputs, "insufficientDataHealthStatus", ["Healthy", "Unhealthy", "LastKnownStatus"]),
  ];
}

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

function isEndpoint(type: string): boolean {
  return /^(HTTP|TCP)/.test(type);
}

function withoutDot(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

export const route53: readonly ResourceModel[] = [zone, healthCheck];
