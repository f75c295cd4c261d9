import { managedZoneType } from "../../clouds/gcp/dns";
import { healthCheckType } from "../../clouds/gcp/healthCheck";
import { recordSetType } from "../../clouds/gcp/recordSet";
import type { CloudResource, CloudStore } from "../../clouds/simulator/store";
import { count, objects, text, texts } from "../../../facts/properties/select";
import type { Properties } from "../../../facts/properties/values";
import type { PolicyItem, RecordSet, View } from "./cloudDns";
import { normalize } from "../dns";
import type { HealthCheck } from "../checks/probe";
import { googleProber } from "../checks/probers";

/** What Cloud DNS holds at present: what it answers from, and what is probed for it. */
export interface CloudDnsContents {
  readonly view: View;
  /** One for each endpoint of a policy. */
  readonly healthChecks: readonly HealthCheck[];
}

/** @param store the contents of gcp; read-only will do */
export function readCloudDns(store: CloudStore): CloudDnsContents {
  const zones = store.byType(managedZoneType).map(({ id, outputs }) => ({
    id,
    name: normalize(text(outputs, "dnsName")),
    nameServers: texts(outputs, "nameServers[*]"),
  }));
  const sets = store.byType(recordSetType);
  return { view: { zones, recordSets: sets.map(toRecordSet) }, healthChecks: endpointsOf(sets).flatMap((one) => probed(store, one)) };
}

function toRecordSet({ inputs }: CloudResource): RecordSet {
  const check = text(inputs, "routingPolicy.healthCheck");
  const policy = objects(inputs, "routingPolicy.wrrs[*]").map((item) => toItem(item, check));
  return {
    name: normalize(text(inputs, "name")),
    type: text(inputs, "type"),
    ttl: count(inputs, "ttl") ?? 300,
    items: policy.length > 0 ? policy : [{ weight: 1, values: texts(inputs, "rrdatas[*]"), endpoints: [] }],
  };
}

function toItem(item: Properties, check: string): PolicyItem {
  return {
    weight: count(item, "weight") ?? 0,
    values: texts(item, "rrdatas[*]"),
    endpoints: texts(item, endpoints).map((address) => ({ address, healthCheckId: idOf({ check, address }) })),
  };
}

const endpoints = "healthCheckedTargets.externalEndpoints[*]";

interface Endpoint {
  readonly address: string;
  /** As the policy names it: by its id or its link. */
  readonly check: string;
}

function idOf({ check, address }: Endpoint): string {
  return `${check} ${address}`;
}

/** Each once: several names of one host share their probes. */
function endpointsOf(sets: readonly CloudResource[]): readonly Endpoint[] {
  const all = sets.flatMap(({ inputs }) =>
    texts(inputs, `routingPolicy.wrrs[*].${endpoints}`).map((address) => ({ address, check: text(inputs, "routingPolicy.healthCheck") })),
  );
  return [...new Map(all.map((endpoint) => [idOf(endpoint), endpoint])).values()];
}

/** Nothing where the check has gone: what nobody probes counts as healthy. */
function probed(store: CloudStore, endpoint: Endpoint): readonly HealthCheck[] {
  const named = ({ id, outputs }: CloudResource): boolean => [id, text(outputs, "selfLink")].includes(endpoint.check);
  const check = store.byType(healthCheckType).find(named);
  return check === undefined ? [] : [toHealthCheck(check, endpoint)];
}

const blocks = { httpHealthCheck: "HTTP", httpsHealthCheck: "HTTPS", tcpHealthCheck: "TCP" } as const;
const ports = { HTTP: 80, HTTPS: 443, TCP: 443 } as const;

function toHealthCheck({ urn, inputs }: CloudResource, endpoint: Endpoint): HealthCheck {
  const { address } = endpoint;
  const [block, type] = Object.entries(blocks).find(([name]) => inputs[name] !== undefined) ?? (["tcpHealthCheck", "TCP"] as const);
  return {
    id: idOf(endpoint),
    name: `${urn.slice(urn.lastIndexOf("::") + 2)} ${address}`,
    type,
    address,
    port: count(inputs, `${block}.port`) ?? ports[type],
    host: text(inputs, `${block}.host`),
    path: text(inputs, `${block}.requestPath`) || "/",
    intervalSeconds: count(inputs, "checkIntervalSec") ?? 5,
    timeout: { kind: "whole", seconds: count(inputs, "timeoutSec") ?? 5 },
    failureThreshold: count(inputs, "unhealthyThreshold") ?? 2,
    successThreshold: count(inputs, "healthyThreshold") ?? 2,
    inverted: false,
    disabled: false,
    prober: googleProber,
  };
}
