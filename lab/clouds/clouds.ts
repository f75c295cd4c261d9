import { join } from "node:path";
import { readFaults, writeFaults } from "../faults";
import type { LabHome } from "../home";
import type { ControlPlanes } from "../kubernetes/controlPlane/controlPlane";
import { aws } from "./aws/cloud";
import { azure } from "./azure/cloud";
import { isLabRecord, keptType, loadBalancersPath, openContents } from "./simulator/contents";
import type { CloudDefinition } from "./simulator/definition";
import { liftDeletionProtection } from "./deletionProtection";
import { dnsView, type DnsView } from "./dnsView";
import { type ExistingZone, haveZone } from "./existingZones";
import { frontDoorAddresses, type FrontDoorAddress } from "./frontDoorAddresses";
import { gcp } from "./gcp/cloud";
import { createWaiting, type Latency } from "./simulator/latency";
import type { FaultSource } from "./simulator/outage";
import { poolSizes, scalePool } from "./pools";
import { simulateCloud, type SimulatedCloud } from "./simulator/simulatedCloud";
import { openCloudStore, type CloudResource, type CloudStore } from "./simulator/store";
import { text } from "../../facts/properties/select";

/** The lab's three clouds, with their contents on disk. */
export interface SimulatedClouds {
  readonly aws: SimulatedCloud;
  readonly azure: SimulatedCloud;
  readonly gcp: SimulatedCloud;
  /** One per package: aws, azure-native, gcp. */
  backends(): readonly SimulatedCloud[];
  /** Sets a pool's live size as a node autoscaler would; see scalePool. */
  scale(cluster: string, pool: string, size: number): Promise<void>;
  /** See {@link liftDeletionProtection}. */
  liftDeletionProtection(stack: string): Promise<void>;
  /** Live sizes of all pools. */
  pools(): ReturnType<typeof poolSizes>;
  /** What exists, by cloud and type; a cloud that is empty has no types. */
  inventory(): readonly Inventory[];
  /** What a cloud keeps although it was deleted. */
  leftovers(): readonly Leftover[];
  /** Everything that a stack's resources have made and that still exists, in any cloud. */
  madeBy(stack: string): readonly CloudResource[];
  /** See {@link SimulatedCloud.takeBack}. */
  takeBack(resource: CloudResource): Promise<void>;
  /** The newest of a URN. */
  findByUrn(provider: string, urn: string): CloudResource | undefined;
  /** Static addresses of the clusters' front doors. */
  addresses(): readonly FrontDoorAddress[];
  dns(): DnsView;
}

export interface Inventory {
  readonly cloud: string;
  readonly types: readonly { readonly type: string; readonly count: number }[];
}

export interface Leftover {
  readonly cloud: string;
  readonly type: string;
  readonly id: string;
  readonly reason: string;
}

export interface CloudsOptions {
  readonly home: Pick<LabHome, "clouds" | "faults" | "loopbackPrefix">;
  readonly controlPlanes: ControlPlanes;
  readonly latency: Latency;
  /** @default the lab's faults file */
  readonly faults?: FaultSource;
  /** Zones that exist without any program: what `traffic.zone.existing` names. */
  readonly existingZones?: readonly ExistingZone[];
  /** How long a delete waits for load balancers of Services to go. @default 20 */
  readonly patienceSeconds?: number;
}

export function openClouds(options: CloudsOptions): SimulatedClouds {
  const { home, controlPlanes, latency, existingZones = [], patienceSeconds } = options;
  const faults = options.faults ?? faultsOf(home);
  const loadBalancers = openCloudStore(loadBalancersPath(home), { readOnly: true });
  const waiting = createWaiting(latency);

  function open(definition: CloudDefinition): { readonly store: CloudStore; readonly cloud: SimulatedCloud } {
    const store = openCloudStore(join(home.clouds, `${definition.provider}.jsonl`));
    const contents = openContents({ definition, store, loadBalancers, controlPlanes, faults, loopbackPrefix: home.loopbackPrefix });
    return {
      store,
      cloud: simulateCloud({ definition, store, contents, faults, waiting, ...(patienceSeconds === undefined ? {} : { patienceSeconds }) }),
    };
  }

  const [onAws, onAzure, onGcp] = [open(aws), open(azure), open(gcp)];
  const clouds = [onAws.cloud, onAzure.cloud, onGcp.cloud];
  for (const zone of existingZones) haveZone({ aws: onAws, azure: onAzure, gcp: onGcp }[zone.provider], zone);

  const all = (): readonly { readonly cloud: string; readonly resource: CloudResource }[] =>
    clouds.flatMap(({ definition, contents }) =>
      contents
        .all()
        .filter(isMade)
        .map((resource) => ({ cloud: definition.provider, resource })),
    );

  return {
    aws: onAws.cloud,
    azure: onAzure.cloud,
    gcp: onGcp.cloud,
    backends: () => clouds,
    scale: (cluster, pool, size) => scalePool(clouds, cluster, pool, size),
    liftDeletionProtection: (stack) => liftDeletionProtection(onAws.cloud, stack),
    pools: () => poolSizes(clouds),
    inventory: () =>
      clouds.map(({ definition, contents }) => ({ cloud: definition.provider, types: countTypes(contents.all().filter(isMade)) })),
    leftovers: () =>
      clouds.flatMap(({ definition, contents }) =>
        contents.byType(keptType).map(({ hidden }) => ({
          cloud: definition.provider,
          type: text(hidden, "type"),
          id: text(hidden, "id"),
          reason: text(hidden, "reason"),
        })),
      ),
    madeBy: (stack) => all().flatMap(({ resource }) => (resource.urn.startsWith(`urn:pulumi:${stack}::`) ? [resource] : [])),
    async takeBack(resource) {
      const [provider] = resource.type.split(":");
      const cloud = clouds.find(({ definition }) => definition.provider === provider);
      if (cloud === undefined) throw new RangeError(`the lab has no cloud of ${resource.type}`);
      await cloud.takeBack(resource);
    },
    findByUrn: (provider, urn) => all().findLast(({ cloud, resource }) => cloud === provider && resource.urn === urn)?.resource,
    addresses: () => frontDoorAddresses(clouds.map(({ contents }) => contents)),
    dns: () => dnsView(onAws.store),
  };
}

function faultsOf(home: Pick<LabHome, "faults">): FaultSource {
  return { read: () => readFaults(home), write: (faults) => writeFaults(home, faults) };
}

/** Made by a program: a zone that existed before is not the lab's to count or to recover. */
function isMade(resource: CloudResource): boolean {
  return resource.urn !== "" && !isLabRecord(resource);
}

function countTypes(resources: readonly CloudResource[]): readonly { readonly type: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => ({ type, count })).sort((a, b) => (a.type < b.type ? -1 : 1));
}
