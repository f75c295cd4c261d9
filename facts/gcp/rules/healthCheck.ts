import type { Problem } from "../../resource";
import type { Properties } from "../../properties/values";
import { count, has, text, texts } from "../../properties/select";
import { exactlyOne, inRange, oneOf } from "../../rules/limits";

const protocols = [
  "tcpHealthCheck",
  "sslHealthCheck",
  "httpHealthCheck",
  "httpsHealthCheck",
  "http2HealthCheck",
  "grpcHealthCheck",
  "grpcTlsHealthCheck",
];

/** What is wrong with a health check's inputs by themselves. */
export function healthCheckLimits(inputs: Properties): readonly Problem[] {
  const [interval, timeout] = [count(inputs, "checkIntervalSec"), count(inputs, "timeoutSec")];
  return [
    ...exactlyOne(inputs, protocols),
    ...inRange(inputs, "checkIntervalSec", 1, 300),
    ...inRange(inputs, "timeoutSec", 1, 300),
    ...inRange(inputs, "healthyThreshold", 1, 10),
    ...inRange(inputs, "unhealthyThreshold", 1, 10),
    ...(interval !== undefined && timeout !== undefined && timeout > interval
      ? [{ property: "timeoutSec", reason: `${timeout} is above checkIntervalSec ${interval}` }]
      : []),
    ...protocols.filter((block) => has(inputs, block)).flatMap((block) => portLimits(inputs, block)),
    ...sourceRegionLimits(inputs),
  ];
}

function portLimits(inputs: Properties, block: string): readonly Problem[] {
  const specification = text(inputs, `${block}.portSpecification`);
  const path = `${block}.portSpecification`;
  return [
    ...oneOf(inputs, path, ["USE_FIXED_PORT", "USE_NAMED_PORT", "USE_SERVING_PORT"]),
    ...inRange(inputs, `${block}.port`, 1, 65535),
    ...(specification === "USE_FIXED_PORT" && !has(inputs, `${block}.port`)
      ? [{ property: path, reason: "USE_FIXED_PORT needs a port" }]
      : []),
  ];
}

/** @see https://docs.cloud.google.com/compute/docs/reference/rest/v1/healthChecks (sourceRegions) */
function sourceRegionLimits(inputs: Properties): readonly Problem[] {
  if (!has(inputs, "sourceRegions[*]")) return [];
  const regions = texts(inputs, "sourceRegions[*]");
  const interval = count(inputs, "checkIntervalSec") ?? 0;
  const refused = ["sslHealthCheck", "http2HealthCheck", "grpcHealthCheck", "grpcTlsHealthCheck"].filter((block) => has(inputs, block));
  const proxied = protocols.filter((block) => !["", "NONE"].includes(text(inputs, `${block}.proxyHeader`)));
  return [
    ...(new Set(regions).size === 3 && regions.length === 3
      ? []
      : [{ property: "sourceRegions", reason: `must be exactly 3 regions, not ${regions.join(", ")}` }]),
    ...regions
      .filter((region) => !/^[a-z]+-[a-z]+\d+$/.test(region))
      .map((region) => ({ property: "sourceRegions", reason: `${region} is no region` })),
    ...(interval < 30 ? [{ property: "checkIntervalSec", reason: `${interval} is below 30, the least with sourceRegions` }] : []),
    ...refused.map((property) => ({ property, reason: "is not possible with sourceRegions: HTTP, HTTPS and TCP are" })),
    ...proxied.map((block) => ({ property: `${block}.proxyHeader`, reason: "is not possible with sourceRegions" })),
    ...(has(inputs, "tcpHealthCheck.request")
      ? [{ property: "tcpHealthCheck.request", reason: "is not possible with sourceRegions" }]
      : []),
  ];
}
