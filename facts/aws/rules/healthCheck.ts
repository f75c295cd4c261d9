import type { Problem } from "../../resource";
import type { Properties } from "../../properties/values";
import { count, has, text, texts } from "../../properties/select";
import { inRange, oneOf, shorterThan } from "../../rules/limits";

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
const maxChildren = 256;

const types = ["HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP", "CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"];

/** A check that only counts others has nobody to ask. */
const asking = ["ipAddress", "fqdn", "port", "resourcePath", "searchString", "requestInterval", "failureThreshold", "measureLatency"];

/** What is wrong with a health check's inputs by themselves. */
export function healthCheckLimits(inputs: Properties): readonly Problem[] {
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
}

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

export function isEndpoint(type: string): boolean {
  return /^(HTTP|TCP)/.test(type);
}
