import type { Allocatable } from "./allocatable";
import type { Cloud, ManagedPlan, Quantities } from "../model/fleet";
import { mebibytesOf, milliCpuOf } from "../workloads/quantities";

/** Pods of an engine: as many in every cluster, whatever its size. */
export interface EnginePods {
  readonly replicas: number;
  readonly requests: Quantities;
  /** What stands beside the container in each. @default nothing */
  readonly sidecar?: Quantities;
}

/** What a cluster's nodes carry before any workload. */
export interface EngineLoad {
  /** On whichever on-demand node has room. */
  readonly pods: readonly EnginePods[];
  /** Requests of the one pod that each of them has on every node. */
  readonly everyNode: readonly Quantities[];
}

/** What the cloud brings, what the program adds to it, and the engines that the stack file asks for. */
export function engineLoad(plan: ManagedPlan): EngineLoad {
  const { configSync, mesh, monitoring, secretSync } = plan.platform;
  return {
    pods: [
      ...broughtByCloud[plan.cloud],
      ...(plan.cloud === "aws" ? [plan.loadBalancerController, plan.nodeAutoscaler.controller] : []),
      ...Object.values(configSync?.controllers ?? {}),
      ...(mesh === undefined ? [] : [mesh.controlPlane]),
      ...(mesh?.crossCluster === undefined ? [] : [mesh.crossCluster.gateway]),
      ...Object.values(monitoring?.pods ?? {}),
      ...(monitoring?.grafana === undefined ? [] : [monitoring.grafana.pods]),
      ...(secretSync?.operator === undefined ? [] : [secretSync.operator.controller]),
    ],
    everyNode: [...(mesh === undefined ? [] : [mesh.nodeAgent]), ...(monitoring === undefined ? [] : [monitoring.nodeExporter])],
  };
}

const two = (cpu: string, memory: string): EnginePods => ({ replicas: 2, requests: { cpu, memory } });

/**
 * - EKS: CoreDNS, metrics-server and the controller of the EBS driver, by their add-ons' defaults.
 *   https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html
 * - AKS: its system pool takes all of them. https://learn.microsoft.com/azure/aks/use-system-pools
 * - GKE: kube-dns with its autoscaler; metrics, events, the tunnel of the control plane. Rounded up: no document has the figures.
 *   https://docs.cloud.google.com/kubernetes-engine/docs/how-to/kube-dns
 */
const broughtByCloud: Readonly<Record<Cloud, readonly EnginePods[]>> = {
  aws: [two("100m", "70Mi"), two("100m", "200Mi"), two("60m", "240Mi")],
  azure: [],
  gcp: [two("300m", "200Mi"), two("100m", "200Mi")],
};

/** What one pod asks for. */
export type PodSize = Pick<Allocatable, "milliCpu" | "mebibytes">;

export function sizeOf(containers: readonly Quantities[]): PodSize {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  return {
    milliCpu: sum(containers.map(({ cpu }) => milliCpuOf(cpu))),
    mebibytes: sum(containers.map(({ memory }) => mebibytesOf(memory))),
  };
}

export function sizesOf({ pods }: EngineLoad): PodSize[] {
  return pods.flatMap(({ replicas, requests, sidecar }) =>
    Array.from({ length: replicas }, () => sizeOf([requests, ...(sidecar === undefined ? [] : [sidecar])])),
  );
}

/** A node's room once everything that runs on each node has its share. */
export function lessEveryNode({ milliCpu, mebibytes, pods }: Allocatable, { everyNode }: EngineLoad): Allocatable {
  const taken = sizeOf(everyNode);
  return { milliCpu: milliCpu - taken.milliCpu, mebibytes: mebibytes - taken.mebibytes, pods: pods - everyNode.length };
}

export interface Packing {
  /** Nodes with a pod on them. */
  readonly nodes: number;
  /** Pods that found no room. */
  readonly left: readonly PodSize[];
}

/**
 * Puts each pod on the first node that has room, the largest first.
 *
 * @param node all are alike
 * @param most nodes that there are
 */
export function pack(pods: readonly PodSize[], node: Allocatable, most: number): Packing {
  const share = ({ milliCpu, mebibytes }: PodSize) => Math.max(milliCpu / node.milliCpu, mebibytes / node.mebibytes);
  const open: { milliCpu: number; mebibytes: number; pods: number }[] = [];
  const left: PodSize[] = [];
  for (const pod of [...pods].sort((a, b) => share(b) - share(a))) {
    const fits = (room: Allocatable) => room.pods > 0 && room.milliCpu >= pod.milliCpu && room.mebibytes >= pod.mebibytes;
    let room = open.find(fits);
    if (room === undefined && open.length < most && fits(node)) open.push((room = { ...node }));
    if (room === undefined) left.push(pod);
    else {
      room.milliCpu -= pod.milliCpu;
      room.mebibytes -= pod.mebibytes;
      room.pods -= 1;
    }
  }
  return { nodes: open.length, left };
}
