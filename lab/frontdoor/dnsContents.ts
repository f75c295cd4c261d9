import { recordName, recordType } from "../cloud/aws/record";
import type { CloudResource, CloudStore } from "../cloud/store";
import { count, flag, objects, text, texts } from "../cloud/values";
import type { HealthCheck } from "./probe";
import { normalize, type RecordSet, type View, type Zone } from "./route53";

/** What Route 53 holds at present: what its DNS answers from, and what its checkers ask. */
export interface DnsContents {
  readonly view: View;
  readonly healthChecks: readonly HealthCheck[];
}

export function readDns(store: CloudStore): DnsContents {
  return {
    view: {
      zones: store.byType("aws:route53/zone:Zone").map(toZone),
      records: store.byType(recordType).map((resource) => toRecordSet(resource, store)),
    },
    healthChecks: store.byType("aws:route53/healthCheck:HealthCheck").filter(isEndpointCheck).map(toHealthCheck),
  };
}

function toZone({ id, inputs, outputs }: CloudResource): Zone {
  return { id, name: normalize(text(inputs, "name")), nameServers: texts(outputs, "nameServers[*]") };
}

function toRecordSet({ inputs }: CloudResource, store: CloudStore): RecordSet {
  const [alias] = objects(inputs, "aliases[*]");
  const weight = count(inputs, "weightedRoutingPolicies[0].weight");
  return {
    zoneId: text(inputs, "zoneId"),
    name: normalize(recordName({ inputs, cloud: store })),
    type: text(inputs, "type"),
    weight,
    healthCheckId: text(inputs, "healthCheckId") || undefined,
    answer:
      alias === undefined
        ? { kind: "values", ttl: count(inputs, "ttl") ?? 300, values: texts(inputs, "records[*]") }
        : { kind: "alias", target: normalize(text(alias, "name")), evaluateTargetHealth: flag(alias, "evaluateTargetHealth") === true },
  };
}

/** Checks without an endpoint of their own (calculated ones, alarms) have nothing to ask; they count as healthy. */
function isEndpointCheck({ inputs }: CloudResource): boolean {
  return text(inputs, "ipAddress") !== "" && /^(HTTP|HTTPS|TCP)/.test(text(inputs, "type"));
}

function toHealthCheck({ id, inputs }: CloudResource): HealthCheck {
  const type = text(inputs, "type");
  return {
    id,
    type,
    address: text(inputs, "ipAddress"),
    port: count(inputs, "port") ?? (type.startsWith("HTTPS") ? 443 : 80),
    host: text(inputs, "fqdn"),
    path: text(inputs, "resourcePath") || "/",
    intervalSeconds: count(inputs, "requestInterval") ?? 30,
    failureThreshold: count(inputs, "failureThreshold") ?? 3,
    inverted: flag(inputs, "invertHealthcheck") === true,
    disabled: flag(inputs, "disabled") === true,
  };
}
