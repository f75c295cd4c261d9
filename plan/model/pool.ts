/** Inclusive counts. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

export type Capacity = "on-demand" | "spot";

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: "NoSchedule" | "NoExecute";
}

/** One half of a configured pool in one cluster: all its nodes are on-demand, or all are spot. */
export interface NodePoolPlan {
  /** "general" or "general-spot": the logical name below the cluster. */
  readonly key: string;
  /** The configured pool it is a part of. */
  readonly pool: string;
  readonly capacity: Capacity;
  readonly bounds: Bounds;
  /** Nodes at creation; the node autoscaler owns the size afterwards. */
  readonly initial: number;
  /** Machine types of one size, preferred first. AKS and GKE take exactly one. */
  readonly machineTypes: readonly string[];
  readonly arch: "amd64" | "arm64";
  /** AKS only. */
  readonly host?: AksHost;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** EKS: the prefix of an auto-name. AKS: 12 lowercase alphanumerics at most. GKE: 40 characters at most. */
  readonly physicalName: string;
  /** What the cloud does not change in place, in the words of the stack file: another value makes another pool beside this one. */
  readonly forLife: Readonly<Record<string, string>>;
  /** Changes exactly when something that is sent to the cloud changes; recorded as a tag beside the pool. 10 hexadecimal digits. */
  readonly fingerprint: string;
}

/** What the nodes of an AKS pool keep for life: another value is another pool. */
export interface AksHost {
  readonly vmSize: string;
  readonly osDisk: { readonly type: "Ephemeral" | "Managed"; readonly gibibytes: number };
  readonly maxPods: number;
  /** Temporary disks and caches are encrypted too, not only managed disks. */
  readonly encryptionAtHost: boolean;
}
