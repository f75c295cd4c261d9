import type { KubernetesObject } from "../client/objects";

/** One running Kubernetes API server with controller-manager, scheduler and kwok nodes: the inside of a simulated cluster. */
export interface ControlPlane {
  /** Unique per incarnation: a replaced cluster gets a new one, with an empty store and a CA of its own. Such as "aws-usw2-1". */
  readonly id: string;
  /** The cluster's config key. */
  readonly cluster: string;
  /** "https://127.83.0.1:20123" */
  readonly endpoint: string;
  /** PEM. */
  readonly caCertificate: string;
  /** Token of a member of system:masters. Lives in this lab's folder only. */
  readonly adminToken: string;
  /** Absolute path of a kubeconfig with that token. */
  readonly kubeconfig: string;
  /** Name of its kubeconfig context, where it exists without the program; none inside a simulated cloud. */
  readonly context?: string | undefined;
}

/** Nodes of one pool, as the cloud made them. */
export interface NodeGroup {
  /** Unique in the cluster: the cloud's id of the pool. */
  readonly id: string;
  readonly size: number;
  /** Nodes are spread over them in order. Values of topology.kubernetes.io/zone. */
  readonly zones: readonly string[];
  readonly region: string;
  readonly instanceType: string;
  readonly cpu: number;
  readonly memoryGiB: number;
  readonly arch: "amd64" | "arm64";
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value: string; readonly effect: string }[];
}

export interface ControlPlaneOptions {
  /** Config key. */
  readonly cluster: string;
  /** In its cloud: auth plugins are asked for it. */
  readonly name: string;
  /** "1.35" */
  readonly minor: string;
  readonly serviceCidr: string;
  /** See {@link ControlPlane.context}. */
  readonly context?: string;
}

/** Starts and stops control planes; every one outlives the process that started it, until it is removed. */
export interface ControlPlanes {
  /** Starts it unless it runs; returns when its API server is ready and its controllers run. Starts run at once, in parallel. */
  ensure(id: string, options: ControlPlaneOptions): Promise<ControlPlane>;
  /** Lays out the auth plugins and starts what stands still of every control plane but those whose API server is broken: after `lab down`, or a crash. */
  resume(): Promise<void>;
  /** Undefined where it was never made or is removed. */
  find(id: string): ControlPlane | undefined;
  findByEndpoint(endpoint: string): ControlPlane | undefined;
  list(): readonly ControlPlane[];
  /** Puts an object into the cluster that its cloud brings along, such as the definition of a kind. */
  install(id: string, object: KubernetesObject): Promise<void>;
  /** Makes the cluster's Node objects match: creates, relabels, removes (highest number first). */
  setNodes(id: string, group: NodeGroup): Promise<void>;
  removeNodes(id: string, groupId: string): Promise<void>;
  /** Takes the API server away (connections are refused) with its data kept, and gives it back. */
  breakApiServer(id: string): Promise<void>;
  mendApiServer(id: string): Promise<void>;
  /** Ends the cluster's processes and deletes its data. */
  remove(id: string): Promise<void>;
  /** Ends every process of the lab's Kubernetes side; data is kept unless the lab is deleted. */
  stopAll(): Promise<void>;
}
