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

/** Of a node, what one pod takes of whichever it takes more of: 0.5 is half. */
export function shareOf({ milliCpu, mebibytes }: PodSize, node: Pick<Allocatable, "milliCpu" | "mebibytes">): number {
  return Math.max(milliCpu / node.milliCpu, mebibytes / node.mebibytes);
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
