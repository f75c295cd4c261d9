import type { Shape } from "../../catalogue/machines";

/** Inclusive counts. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

export type CapacityType = "on-demand" | "spot";

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: "NoSchedule" | "NoExecute";
}

/** Nodes of one kind that a cloud runs together, in whichever cloud. */
export interface NodeGroup {
  /** "general" or "general-spot": the logical name below the cluster. */
  readonly key: string;
  /** The configured pool it is a part of. */
  readonly pool: string;
  readonly capacityType: CapacityType;
  readonly bounds: Bounds;
  /** Nodes at creation; the node autoscaler owns the size afterwards. */
  readonly initial: number;
  /** Of each node. */
  readonly shape: Shape;
  /** Machine types of that shape, preferred first. */
  readonly machineTypes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** Taints that the cloud puts on the nodes by itself, and that nobody sends. */
  readonly addedTaints: readonly Taint[];
  /** EKS: the prefix of an auto-name. AKS: 12 lowercase alphanumerics at most. GKE: 40 characters at most. */
  readonly physicalName: string;
  /** What the cloud does not change in place, in the words of the stack file: another value makes another pool beside this one. */
  readonly immutable: Readonly<Record<string, string>>;
  /** Changes exactly when something that is sent to the cloud changes; recorded as a tag beside the pool. 10 hexadecimal digits. */
  readonly fingerprint: string;
}

/** The on-demand or the spot part of a configured pool in one cluster. */
export interface PoolCommon extends NodeGroup {
  /** Nodes that the configured pool may have, both parts together. */
  readonly poolMax: number;
}

/** A managed node group. */
export type EksPool = PoolCommon;

/** An agent pool. */
export interface AksPool extends PoolCommon {
  readonly machineTypes: readonly [string];
  readonly host: AksHost;
}

export interface GkePool extends PoolCommon {
  readonly machineTypes: readonly [string];
  /** Nodes at creation, in each zone. */
  readonly initialPerZone: number;
  /** Seconds from the notice that a node is taken away to its end, and how many of them system pods keep; undefined: GKE's own. */
  readonly shutdown: { readonly seconds: number; readonly criticalPodsSeconds: number } | undefined;
}

export type NodePoolPlan = EksPool | AksPool | GkePool;

/** What the nodes of an AKS pool keep: another value is another pool. */
export interface AksHost {
  readonly vmSize: string;
  readonly osDisk: { readonly type: "Ephemeral" | "Managed"; readonly gibibytes: number };
  readonly maxPods: number;
  /** Temporary disks and caches are encrypted too, not only managed disks. */
  readonly encryptionAtHost: boolean;
}
