import type { Allocatable } from "../allocatable";
import type { PodSize } from "../packing";
import type { WorkloadPlan } from "../../model/workload";
import type { NodeKind } from "./tenancy";

/** A node with what it has left. */
export interface PlacedNode {
  readonly kind: NodeKind;
  readonly zone: number;
  milliCpu: number;
  mebibytes: number;
  pods: number;
}

/** All nodes, empty; those of a kind go round the zones. A zone that one kind leaves short, all do: none makes up for another. */
export function emptyNodes(kinds: readonly NodeKind[], zones: number): PlacedNode[] {
  return kinds.flatMap((kind) =>
    Array.from({ length: kind.count }, (_, index) => ({ kind, zone: index % Math.max(zones, 1), ...kind.empty })),
  );
}

/** The largest difference of replicas between two zones and between two nodes that the scheduler insists on; Infinity: any. */
export interface Skew {
  readonly zone: number;
  readonly host: number;
}

export function skewOf(spread: WorkloadPlan["spread"]): Skew {
  const largest = (key: WorkloadPlan["spread"][number]["topologyKey"]) =>
    Math.min(
      Infinity,
      ...spread.flatMap(({ topologyKey, whenUnsatisfiable, maxSkew }) =>
        topologyKey === key && whenUnsatisfiable === "DoNotSchedule" ? [maxSkew] : [],
      ),
    );
  return { zone: largest("topology.kubernetes.io/zone"), host: largest("kubernetes.io/hostname") };
}

/**
 * Puts like pods on nodes one by one, as the scheduler may: first nodes first, but the emptiest zone or node where the skew has a bound.
 * Nothing is moved again, so whatever is placed fits, and when a pod is left over no node that the skew allows has room for it.
 *
 * @param nodes that take the pods; what they have left is written down
 * @returns how many found room
 */
export function place(replicas: number, pod: PodSize, nodes: readonly PlacedNode[], skew: Skew): number {
  if (skew.zone === Infinity && skew.host === Infinity) return fill(replicas, pod, nodes);
  const zones =
    skew.zone === Infinity
      ? [nodes]
      : [...new Set(nodes.map(({ zone }) => zone))].map((zone) => nodes.filter((node) => node.zone === zone));
  const lanes = zones.map((inZone) => new Lane(inZone, pod, skew.host < Infinity));
  let placed = 0;
  while (placed < replicas) {
    const lane = nextLane(lanes, skew);
    if (lane === undefined) break;
    if (lane.take()) placed += 1;
  }
  return placed;
}

/** Of those that the skew lets have another replica, the one with the fewest; asked for every replica, so it makes no lists. */
function nextLane(lanes: readonly Lane[], skew: Skew): Lane | undefined {
  let fewestInZone = Infinity;
  let fewestOnNode = Infinity;
  for (const lane of lanes) {
    fewestInZone = Math.min(fewestInZone, lane.count);
    fewestOnNode = Math.min(fewestOnNode, lane.fewestOnNode);
  }
  let next: Lane | undefined;
  for (const lane of lanes) {
    const allowed = !lane.isFull && lane.count + 1 - fewestInZone <= skew.zone && lane.level + 1 - fewestOnNode <= skew.host;
    if (allowed && (next === undefined || lane.count < next.count)) next = lane;
  }
  return next;
}

/** Without a bound on the skew, node after node takes all that it has room for. */
function fill(replicas: number, pod: PodSize, nodes: readonly PlacedNode[]): number {
  let placed = 0;
  for (const node of nodes) {
    const count = Math.min(replicas - placed, roomOn(node, pod));
    if (count > 0) put(node, pod, count);
    placed += count;
    if (placed === replicas) break;
  }
  return placed;
}

/** Pods that have room on what is left of a node. */
export function roomOn({ milliCpu, mebibytes, pods }: Allocatable, pod: PodSize): number {
  return Math.max(0, Math.min(Math.floor(milliCpu / pod.milliCpu), Math.floor(mebibytes / pod.mebibytes), pods));
}

export function put(node: PlacedNode, { milliCpu, mebibytes }: PodSize, count: number): void {
  node.milliCpu -= count * milliCpu;
  node.mebibytes -= count * mebibytes;
  node.pods -= count;
}

/** The nodes of a zone on their way to be filled: one after the other, or where nodes count, a replica on each in turn. */
class Lane {
  count = 0;
  /** Replicas that each node has which may get the next one. */
  level = 0;
  private next = 0;
  private fullAt = Infinity;
  private readonly pod: PodSize;
  private readonly inTurn: boolean;
  private nodes: readonly PlacedNode[];
  private kept: PlacedNode[] = [];

  constructor(nodes: readonly PlacedNode[], pod: PodSize, inTurn: boolean) {
    this.nodes = nodes;
    this.pod = pod;
    this.inTurn = inTurn;
  }

  get isFull(): boolean {
    return this.next >= this.nodes.length;
  }

  /** Of all its nodes, full ones too. */
  get fewestOnNode(): number {
    return Math.min(this.fullAt, this.isFull ? Infinity : this.level);
  }

  /** @returns whether the node whose turn it is had room */
  take(): boolean {
    const node = this.nodes[this.next];
    const hasRoom = node !== undefined && roomOn(node, this.pod) > 0;
    if (hasRoom) {
      put(node, this.pod, 1);
      this.count += 1;
    }
    if (this.inTurn) this.turn(hasRoom ? node : undefined);
    else if (!hasRoom) this.next += 1;
    return hasRoom;
  }

  /** Goes on to the next node, and once round begins again with those that had room. */
  private turn(hadRoom: PlacedNode | undefined): void {
    if (hadRoom === undefined) this.fullAt = Math.min(this.fullAt, this.level);
    else this.kept.push(hadRoom);
    this.next += 1;
    if (!this.isFull) return;
    this.nodes = this.kept;
    this.kept = [];
    this.next = 0;
    this.level += 1;
  }
}
