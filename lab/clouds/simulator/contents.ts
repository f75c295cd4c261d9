import { join } from "node:path";
import { isBroken } from "../../faults";
import type { LabHome } from "../../home";
import type { ControlPlanes } from "../../kubernetes/controlPlane/controlPlane";
import type { Properties } from "../../../facts/properties/values";
import type { CloudDefinition } from "./definition";
import type { CloudContents, LoadBalancer, StartedCluster } from "./model";
import type { FaultSource } from "./outage";
import type { CloudResource, CloudStore } from "./store";
import { count, flag, text, texts } from "../../../facts/properties/select";

/** The lab's own bookkeeping in a cloud's journal; never part of what the cloud shows. */
const addressCounter = { type: "lab:addresses", id: "given" };
const incarnationType = "lab:incarnation";
export const loadBalancerType = "lab:loadBalancer";
/** What a cloud keeps of a deleted resource. */
export const keptType = "lab:kept";

/** Where the front doors' process writes the load balancers that Services have made. */
export function loadBalancersPath(home: Pick<LabHome, "clouds">): string {
  return join(home.clouds, "load-balancers.jsonl");
}

export function isLabRecord(resource: CloudResource): boolean {
  return resource.type.startsWith("lab:");
}

export interface ContentsOptions {
  readonly definition: CloudDefinition;
  readonly store: CloudStore;
  /** Written by the front doors' process. */
  readonly loadBalancers: CloudStore;
  readonly controlPlanes: ControlPlanes;
  readonly faults: FaultSource;
  /** First two octets of this lab's loopback addresses. */
  readonly loopbackPrefix: string;
}

export function openContents({ definition, store, loadBalancers, controlPlanes, faults, loopbackPrefix }: ContentsOptions): CloudContents {
  function keep(type: string, id: string, hidden: Properties): void {
    store.put({ type, id, urn: "", inputs: {}, outputs: {}, hidden });
  }

  /** An incarnation that never became a cluster belongs to an interrupted create, which goes on with it. */
  function incarnationOf(cluster: string, network: string): number {
    const last = store.get(incarnationType, cluster)?.hidden ?? {};
    const number = (count(last, "number") ?? 0) + (flag(last, "pending") === true ? 0 : 1);
    keep(incarnationType, cluster, { number, network, pending: true });
    return number;
  }

  async function startCluster({
    cluster,
    name,
    minor,
    serviceCidr,
    network,
  }: Parameters<CloudContents["startCluster"]>[0]): Promise<StartedCluster> {
    const id = `${cluster}-${incarnationOf(cluster, network)}`;
    const started = await controlPlanes.ensure(id, { cluster, name, minor, serviceCidr });
    return { controlPlane: id, endpoint: started.endpoint, caCertificate: started.caCertificate };
  }

  return {
    get: (type, id) => store.get(type, id),
    byType: (type) => store.byType(type),
    all: () => store.all().filter((resource) => !isLabRecord(resource)),
    loadBalancers: () => loadBalancers.byType(loadBalancerType).map(toLoadBalancer),
    allocateAddress() {
      const given = count(store.get(addressCounter.type, addressCounter.id)?.hidden ?? {}, "count") ?? 0;
      keep(addressCounter.type, addressCounter.id, { count: given + 1 });
      return `${loopbackPrefix}.${definition.firstAddressBlock + Math.floor(given / 254)}.${1 + (given % 254)}`;
    },
    startCluster,
    clusterStarted(cluster) {
      const last = store.get(incarnationType, cluster)?.hidden ?? {};
      keep(incarnationType, cluster, { ...last, pending: false });
    },
    networkOf: (cluster) => text(store.get(incarnationType, cluster)?.hidden ?? {}, "network") || undefined,
    controlPlanes,
    isApiServerBroken: (cluster) => isBroken(faults.read(), `cluster/${cluster}`),
    now: () => new Date(),
  };
}

function toLoadBalancer(resource: CloudResource): LoadBalancer {
  const facts = { ...resource.inputs, ...resource.outputs };
  return { id: resource.id, cluster: text(facts, "cluster"), addresses: texts(facts, "addresses[*]") };
}
