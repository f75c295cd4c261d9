import type { Allocatable } from "./allocatable";
import { mebibytesOf, milliCpuOf } from "../workloads/quantities";
import type { EngineLoad } from "../model/tenancy";
import type { Quantities } from "../model/workload";

/** What one pod asks for. */
export type PodSize = Pick<Allocatable, "milliCpu" | "mebibytes">;

export function sizeOf(containers: readonly Quantities[]): PodSize {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  return {
    milliCpu: sum(containers.map(({ cpu }) => milliCpuOf(cpu))),
    mebibytes: sum(containers.map(({ memory }) => mebibytesOf(memory))),
  };
}

export function sizesOf(pods: EngineLoad["pods"]): PodSize[] {
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
