import { fqdnOf, recordSetType, zoneType } from "../../clouds/azure/dns";
import { profileFqdn, profileType } from "../../clouds/azure/trafficmanager";
import { isNested } from "../../../facts/azure/rules/trafficManager";
import type { CloudResource, CloudStore } from "../../clouds/simulator/store";
import { count, objects, text, texts } from "../../../facts/properties/select";
import type { Properties } from "../../../facts/properties/values";
import type { RecordSet, View } from "./azureDns";
import { normalize } from "../dns";
import type { HealthCheck } from "../checks/probe";
import { trafficManagerProber } from "../checks/probers";
import type { Endpoint, Profile } from "./trafficManager";

/** What Azure DNS and Traffic Manager hold at present: what they answer from, and what is probed for it. */
export interface AzureDnsContents {
  readonly view: View;
  readonly profiles: readonly Profile[];
  /** One for each address of a profile that is probed. */
  readonly healthChecks: readonly HealthCheck[];
}

/** @param store the contents of azure-native; read-only will do */
export function readAzureDns(store: CloudStore): AzureDnsContents {
  const zones = store.byType(zoneType).map(({ id, outputs }) => ({
    id,
    name: normalize(text(outputs, "zoneName")),
    nameServers: texts(outputs, "nameServers[*]"),
  }));
  const profiles = store.byType(profileType);
  const names = new Map(profiles.map(({ id, inputs }) => [id.toLowerCase(), profileFqdn(inputs)]));
  return {
    view: { zones, recordSets: store.byType(recordSetType).map((record) => toRecordSet(record, names)) },
    profiles: profiles.map(toProfile),
    healthChecks: profiles.flatMap(probed),
  };
}

function toRecordSet(record: CloudResource, profiles: ReadonlyMap<string, string>): RecordSet {
  const { inputs } = record;
  const target = profiles.get(text(inputs, "targetResource.id").toLowerCase());
  const values = [
    ...(target === undefined ? [] : [target]),
    ...texts(inputs, "aRecords[*].ipv4Address"),
    ...texts(inputs, "aaaaRecords[*].ipv6Address"),
    ...texts(inputs, "cnameRecord.cname"),
  ];
  return { name: normalize(fqdnOf(record)), type: text(inputs, "recordType"), ttl: count(inputs, "ttl") ?? 3600, values };
}

function toProfile({ id, inputs }: CloudResource): Profile {
  return {
    id: id.toLowerCase(),
    fqdn: profileFqdn(inputs),
    enabled: isEnabled(inputs, "profileStatus"),
    ttl: count(inputs, "dnsConfig.ttl") ?? 30,
    routing: text(inputs, "trafficRoutingMethod") === "Priority" ? "priority" : "weighted",
    endpoints: objects(inputs, "endpoints[*]").map((endpoint) => toEndpoint(id, endpoint)),
  };
}

function toEndpoint(profile: string, endpoint: Properties): Endpoint {
  const common = {
    name: text(endpoint, "name"),
    enabled: isEnabled(endpoint, "endpointStatus"),
    weight: count(endpoint, "weight") ?? 1,
    priority: count(endpoint, "priority") ?? 1,
  };
  if (isNested(endpoint)) {
    const child = text(endpoint, "targetResourceId").toLowerCase();
    return { ...common, kind: "nested", profile: child, minChildEndpoints: count(endpoint, "minChildEndpoints") ?? 1 };
  }
  const healthCheckId = alwaysServes(endpoint) ? undefined : checkId(profile, endpoint);
  return { ...common, kind: "address", address: text(endpoint, "target"), healthCheckId };
}

/** Both are enabled unless something else is said. */
function isEnabled(properties: Properties, path: string): boolean {
  return text(properties, path) !== "Disabled";
}

function alwaysServes(endpoint: Properties): boolean {
  return text(endpoint, "alwaysServe") === "Enabled";
}

function checkId(profile: string, endpoint: Properties): string {
  return `${profile.toLowerCase()} ${text(endpoint, "name")}`;
}

/** What is disabled is not probed, and an endpoint that stands for a profile has that one's health. */
function probed({ id, urn, inputs }: CloudResource): readonly HealthCheck[] {
  if (!isEnabled(inputs, "profileStatus")) return [];
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  return objects(inputs, "endpoints[*]")
    .filter((endpoint) => !isNested(endpoint) && isEnabled(endpoint, "endpointStatus") && !alwaysServes(endpoint))
    .map((endpoint) => ({
      id: checkId(id, endpoint),
      name: `${name} ${text(endpoint, "name")}`,
      address: text(endpoint, "target"),
      ...monitored(inputs),
    }));
}

/** https://learn.microsoft.com/azure/traffic-manager/traffic-manager-monitoring#configure-endpoint-monitoring */
function monitored(inputs: Properties): Omit<HealthCheck, "id" | "name" | "address"> {
  const protocol = text(inputs, "monitorConfig.protocol");
  const interval = count(inputs, "monitorConfig.intervalInSeconds") ?? 30;
  const [range] = objects(inputs, "monitorConfig.expectedStatusCodeRanges[*]");
  const host = objects(inputs, "monitorConfig.customHeaders[*]").find((header) => text(header, "name").toLowerCase() === "host");
  return {
    type: protocol === "HTTPS" || protocol === "TCP" ? protocol : "HTTP",
    port: count(inputs, "monitorConfig.port") ?? 80,
    host: host === undefined ? "" : text(host, "value"),
    path: text(inputs, "monitorConfig.path") || "/",
    intervalSeconds: interval,
    timeout: { kind: "whole", seconds: count(inputs, "monitorConfig.timeoutInSeconds") ?? (interval === 10 ? 9 : 10) },
    failureThreshold: (count(inputs, "monitorConfig.toleratedNumberOfFailures") ?? 3) + 1,
    successThreshold: 1,
    inverted: false,
    disabled: false,
    prober:
      range === undefined
        ? trafficManagerProber
        : { ...trafficManagerProber, passing: [count(range, "min") ?? 200, count(range, "max") ?? 200] },
  };
}
