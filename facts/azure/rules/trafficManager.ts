import type { Properties } from "../../properties/values";
import { inRange, oneOf } from "../../rules/limits";
import type { Problem } from "../../resource";
import { count, has, objects, text } from "../../properties/select";
import { onlyGlobal } from "../location";

/** https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-traffic-manager-limits */
const maxEndpoints = 200;
/** Of status ranges and of headers: https://learn.microsoft.com/azure/traffic-manager/traffic-manager-monitoring#configure-endpoint-monitoring */
const maxOfEach = 8;

/** What is wrong with a profile by itself. */
export function profileLimits(inputs: Properties): readonly Problem[] {
  return [
    ...onlyGlobal(inputs),
    ...badLabel(inputs),
    ...inRange(inputs, "dnsConfig.ttl", 0, 2_147_483_647),
    ...oneOf(inputs, "profileStatus", ["Enabled", "Disabled"]),
    ...monitorLimits(inputs),
    ...endpointLimits(inputs),
  ];
}

function badLabel(inputs: Properties): readonly Problem[] {
  const name = text(inputs, "dnsConfig.relativeName");
  return name === "" || /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/.test(name)
    ? []
    : [{ property: "dnsConfig.relativeName", reason: `${JSON.stringify(name)} is no DNS label of up to 63 characters` }];
}

function monitorLimits(inputs: Properties): readonly Problem[] {
  const at = (property: string): string => `monitorConfig.${property}`;
  const interval = count(inputs, at("intervalInSeconds")) ?? 30;
  const tcp = text(inputs, at("protocol")) === "TCP";
  const most = (property: string, max: number, of: string): readonly Problem[] => {
    const number = objects(inputs, `${at(property)}[*]`).length;
    return number <= max ? [] : [{ property: at(property), reason: `has ${number} ${of}, at most ${max} are possible` }];
  };
  return [
    ...oneOf(inputs, at("protocol"), ["HTTP", "HTTPS", "TCP"]),
    ...inRange(inputs, at("port"), 1, 65_535),
    ...(interval === 30 || interval === 10 ? [] : [{ property: at("intervalInSeconds"), reason: `${interval} is neither 10 nor 30` }]),
    ...inRange(inputs, at("timeoutInSeconds"), 5, interval === 10 ? 9 : 10),
    ...inRange(inputs, at("toleratedNumberOfFailures"), 0, 9),
    ...(tcp && has(inputs, at("path")) ? [{ property: at("path"), reason: "a TCP probe takes no path" }] : []),
    ...(!tcp && has(inputs, "monitorConfig") && !has(inputs, at("path"))
      ? [{ property: at("path"), reason: "is required with HTTP and HTTPS" }]
      : []),
    ...most("customHeaders", maxOfEach, "headers"),
    ...most("expectedStatusCodeRanges", maxOfEach, "ranges"),
  ];
}

function endpointLimits(inputs: Properties): readonly Problem[] {
  const endpoints = objects(inputs, "endpoints[*]");
  const byPriority = text(inputs, "trafficRoutingMethod") === "Priority";
  const repeated = (what: string, valueOf: (endpoint: Properties) => string): readonly Problem[] => {
    const values = endpoints.map(valueOf).filter((value) => value !== "");
    const [twice] = values.filter((value, index) => values.indexOf(value) < index);
    return twice === undefined ? [] : [{ property: "endpoints", reason: `two endpoints have the ${what} ${twice}` }];
  };
  return [
    ...(endpoints.length <= maxEndpoints
      ? []
      : [{ property: "endpoints", reason: `has ${endpoints.length} endpoints, at most ${maxEndpoints} are possible` }]),
    ...endpoints.flatMap((endpoint, index) => oneEndpoint(endpoint, index)),
    ...repeated("name", (endpoint) => text(endpoint, "name")),
    ...repeated("target", (endpoint) => text(endpoint, "target") || text(endpoint, "targetResourceId").toLowerCase()),
    ...(byPriority ? repeated("priority", (endpoint) => String(count(endpoint, "priority") ?? "")) : []),
  ];
}

const kinds = ["externalEndpoints", "nestedEndpoints"].map((kind) => `Microsoft.Network/trafficManagerProfiles/${kind}`);

function oneEndpoint(endpoint: Properties, index: number): readonly Problem[] {
  const at = `endpoints[${index}]`;
  const nested = isNested(endpoint);
  const problems = [
    ...oneOf(endpoint, "type", kinds),
    ...inRange(endpoint, "weight", 1, 1000),
    ...inRange(endpoint, "priority", 1, 1000),
    ...(nested ? inRange(endpoint, "minChildEndpoints", 1, maxEndpoints) : []),
    ...(nested && !has(endpoint, "minChildEndpoints")
      ? [{ property: "minChildEndpoints", reason: "is required of a nested endpoint" }]
      : []),
    ...(has(endpoint, nested ? "targetResourceId" : "target")
      ? []
      : [{ property: nested ? "targetResourceId" : "target", reason: "is required" }]),
  ];
  return problems.map(({ property, reason }) => ({ property: `${at}.${property}`, reason }));
}

/** Whether an endpoint is another profile. */
export function isNested(endpoint: Properties): boolean {
  return text(endpoint, "type") === kinds[1];
}
