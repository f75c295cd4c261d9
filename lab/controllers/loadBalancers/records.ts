import { createHash } from "node:crypto";
import { join } from "node:path";
import { openCloudStore, type CloudResource } from "../../clouds/simulator/store";
import { text, texts } from "../../../facts/properties/select";
import type { LabHome } from "../../home";
import type { Binding, ServiceFacts } from "./controller";

const type = "lab:loadBalancer";

/** Load balancers that Services have made, in every cloud: what holds addresses, and keeps networks from being deleted. */
export interface LoadBalancerRecords {
  /** Whether a Service has one that was made of what it says now. */
  isCurrent(id: string, service: ServiceFacts): boolean;
  has(id: string): boolean;
  all(): readonly LoadBalancerRecord[];
  put(record: CloudResource): void;
  delete(id: string): void;
  /** The other load balancer that has an address. */
  holderOf(address: string, except: string): string | undefined;
}

export interface LoadBalancerRecord {
  /** "<control plane>/<namespace>/<service>" */
  readonly id: string;
  readonly controlPlane: string;
  /** Provider package of the cluster's cloud. */
  readonly provider: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly service: string;
  readonly addresses: readonly { readonly address: string; readonly zone: string }[];
}

export function openLoadBalancerRecords(home: LabHome): LoadBalancerRecords {
  const store = openCloudStore(join(home.clouds, "load-balancers.jsonl"));
  const all = (): readonly LoadBalancerRecord[] => store.byType(type).map(toRecord);
  return {
    all,
    isCurrent: (id, service) => text(store.get(type, id)?.hidden ?? {}, "digest") === digestOf(service),
    has: (id) => store.get(type, id) !== undefined,
    put: (record) => store.put(record),
    delete(id) {
      if (store.get(type, id) !== undefined) store.delete(type, id);
    },
    holderOf: (address, except) => all().find(({ id, addresses }) => id !== except && addresses.some((own) => own.address === address))?.id,
  };
}

export function recordId(controlPlane: string, namespace: string, service: string): string {
  return `${controlPlane}/${namespace}/${service}`;
}

export function recordOf(
  id: string,
  facts: { readonly provider: string; readonly cluster: string; readonly service: ServiceFacts; readonly binding: Binding },
): CloudResource {
  const { provider, cluster, service, binding } = facts;
  const addresses = binding.addresses.map(({ address }) => address);
  const zones = binding.addresses.map(({ zone }) => zone);
  return {
    type,
    id,
    urn: "",
    inputs: { provider, cluster, namespace: service.namespace, service: service.name },
    outputs: { addresses, zones },
    hidden: { digest: digestOf(service) },
  };
}

function digestOf({ annotations, loadBalancerClass = "" }: ServiceFacts): string {
  const said = Object.entries(annotations).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([loadBalancerClass, said]))
    .digest("hex")
    .slice(0, 16);
}

function toRecord({ id, inputs, outputs }: CloudResource): LoadBalancerRecord {
  const zones = texts(outputs, "zones[*]");
  return {
    id,
    controlPlane: id.split("/", 1)[0] ?? "",
    provider: text(inputs, "provider"),
    cluster: text(inputs, "cluster"),
    namespace: text(inputs, "namespace"),
    service: text(inputs, "service"),
    addresses: texts(outputs, "addresses[*]").map((address, index) => ({ address, zone: zones[index] ?? "regional" })),
  };
}
