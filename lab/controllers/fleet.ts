import type { CloudResource, CloudStore } from "../clouds/simulator/store";
import { isApiBroken, readFaults } from "../faults";
import type { LabHome } from "../home";
import { settleKarpenter } from "./karpenter/karpenter";
import { UnreachableError } from "../kubernetes/client/client";
import type { ControlPlane } from "../kubernetes/controlPlane/controlPlane";
import { describe, listRecords } from "../kubernetes/controlPlane/record";
import { settleIstiod } from "./istiod";
import { followCluster, type FollowedCluster } from "./followedCluster";
import type { LoadBalancerRecords } from "./loadBalancers/records";
import { awsLoadBalancerController } from "./loadBalancers/aws";
import { azureCloudProvider } from "./loadBalancers/azure";
import type { LoadBalancerController } from "./loadBalancers/controller";
import { ownLoadBalancer } from "./loadBalancers/existing";
import { gkeLoadBalancerController } from "./loadBalancers/gcp";
import { unlessPassing } from "./passing";
import { serialized } from "./serialized";
import { settleServices } from "./services";
import type { ServiceNetwork } from "./serviceNetwork";

export const controllers: readonly LoadBalancerController[] = [awsLoadBalancerController, azureCloudProvider, gkeLoadBalancerController];

export interface FleetOptions {
  readonly home: LabHome;
  readonly cloudOf: (provider: string) => CloudStore;
  readonly records: LoadBalancerRecords;
  readonly serviceNetwork: ServiceNetwork;
  /** Load balancers or ready pods may be others now. */
  readonly changed: () => void;
}

/** Every cluster of the lab, with its load balancer controller at work. */
export interface Fleet {
  /** Looks for clusters that came and went, and gives every controller a round. */
  refresh(): void;
  readyPods(controlPlane: string, namespace: string, service: string): readonly string[];
  stop(): void;
}

interface Member {
  readonly cluster: FollowedCluster;
  readonly settleSoon: () => void;
  readonly leave: () => void;
}

export function createFleet({ home, cloudOf, records, serviceNetwork, changed }: FleetOptions): Fleet {
  const own = ownLoadBalancer(home.loopbackPrefix);
  const members = new Map<string, Member>();
  const problems = new Map<string, string>();

  const join = (plane: ControlPlane): Member => {
    const told = new Map<string, string>();
    const settle = async (): Promise<void> => {
      await settleCluster(told, cluster).then(
        () => problems.delete(plane.id),
        (error: unknown) => report(plane.id, error),
      );
      changed();
    };
    // A cluster that does not answer keeps no other one waiting.
    const settleSoon = serialized(settle);
    const cluster = followCluster(plane, settleSoon);
    const services = serviceNetwork.open(cluster);
    const leave = (): void => {
      services.close();
      cluster.stop();
    };
    return { cluster, settleSoon, leave };
  };
  const settleCluster = async (told: Map<string, string>, cluster: FollowedCluster): Promise<void> => {
    await unlessPassing(settleIstiod(cluster));
    const found = cluster.plane.context === undefined ? locate(cluster.plane, cloudOf) : withoutCloud(cluster.plane, own);
    if (found === undefined) return;
    const { controller } = found;
    const isCloudUp = (): boolean => !isApiBroken(readFaults(home), controller.provider, "loadBalancer");
    if (controller.provider === "aws" && !isApiBroken(readFaults(home), "aws", "ec2"))
      await settleKarpenter({ client: cluster.client, cluster: found.resource, cloud: found.cloud });
    await settleServices({ cluster, ...found, records, isCloudUp, told });
  };
  /** Once per problem; a server that is away is no problem of this process. */
  const report = (id: string, error: unknown): void => {
    const message = String(error);
    if (error instanceof UnreachableError || problems.get(id) === message) return;
    problems.set(id, message);
    console.error(`${id}:`, error);
  };

  return {
    refresh() {
      const planes = new Map(planesOf(home).map((plane) => [plane.id, plane]));
      for (const [id, { cluster, leave }] of members) {
        if (planes.get(id)?.endpoint === cluster.plane.endpoint) continue;
        leave();
        members.delete(id);
      }
      for (const plane of planes.values()) if (!members.has(plane.id)) members.set(plane.id, join(plane));
      for (const { settleSoon } of members.values()) settleSoon();
      if (forgetLost(records, planes, [...controllers, own])) changed();
    },
    readyPods: (controlPlane, namespace, service) => members.get(controlPlane)?.cluster.readyPods(namespace, service) ?? [],
    stop() {
      for (const { leave } of members.values()) leave();
    },
  };
}

function planesOf(home: LabHome): readonly ControlPlane[] {
  return listRecords(home).flatMap((record) => describe(home, record) ?? []);
}

/** The cluster in its cloud, and what makes load balancers there. Undefined until the cloud has written it down. */
function locate(plane: ControlPlane, cloudOf: FleetOptions["cloudOf"]): Located | undefined {
  for (const controller of controllers) {
    const cloud = cloudOf(controller.provider);
    const resource = cloud.byType(controller.clusterType).find(({ hidden }) => hidden["controlPlane"] === plane.id);
    if (resource !== undefined) return { controller, resource, cloud };
  }
  return undefined;
}

interface Located {
  readonly controller: LoadBalancerController;
  readonly resource: CloudResource;
  readonly cloud: Pick<CloudStore, "byType">;
}

function withoutCloud({ id }: ControlPlane, controller: LoadBalancerController): Located {
  const resource = { type: controller.clusterType, id, urn: "", inputs: {}, outputs: {}, hidden: {} };
  return { controller, resource, cloud: { byType: () => [] } };
}

/** What a cluster leaves behind stays in its cloud, and keeps its addresses, unless the cloud keeps load balancers inside the cluster. */
function forgetLost(
  records: LoadBalancerRecords,
  planes: ReadonlyMap<string, ControlPlane>,
  of: readonly LoadBalancerController[],
): boolean {
  const goWithCluster = of.filter(({ goesWithCluster }) => goesWithCluster).map(({ provider }) => provider);
  const lost = records.all().filter(({ controlPlane, provider }) => goWithCluster.includes(provider) && !planes.has(controlPlane));
  for (const { id } of lost) records.delete(id);
  return lost.length > 0;
}
