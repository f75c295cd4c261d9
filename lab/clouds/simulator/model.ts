import type { ControlPlanes, NodeGroup } from "../../kubernetes/controlPlane/controlPlane";
import type { Properties, PropertyValue } from "../../../facts/properties/values";
import type { PathKeys } from "../../../facts/properties/path";
import type { Account, Problem } from "../../../facts/resource";
import type { CloudResource } from "./store";
import type { ResourceType } from "../../../facts";

/**
 * How one resource type behaves in its cloud: mostly data, taken from the vendor's documentation and the provider's source.
 * What the type is, with or without a cloud, is in facts.
 */
export interface ResourceModel {
  /** Pulumi type token; a type that facts do not know has no model. */
  readonly type: ResourceType;
  /** Typical seconds of a real call; 1 where nothing is said. */
  readonly seconds?: { readonly create?: number; readonly update?: number; readonly delete?: number };

  /** What the cloud would take and the lab does not have. */
  readonly notModelled?: (inputs: Properties) => readonly Problem[];
  /** What inputs must refer to, by what the cloud holds. */
  readonly refs?: readonly Reference[];
  /** What the cloud refuses at create because of what it holds; throws CloudError. */
  readonly admit?: (subject: Draft) => void;
  /** Whether a create may take the place of what exists under its id. */
  readonly overwrites?: (inputs: Properties) => boolean;
  /** The cloud's id, when what it holds says whether it is taken. Random ids come from `provision`. */
  readonly id: (subject: Draft & { readonly hidden: Properties }) => string;
  /** What the cloud decides at create and keeps: allocated addresses, random ids, times. */
  readonly provision?: (subject: Draft) => Properties | Promise<Properties>;
  /** Once it is in the cloud's contents. */
  readonly made?: (subject: Subject) => void;
  /** Computed outputs, beside the inputs, which are outputs too. */
  readonly outputs?: Readonly<Record<string, (subject: Subject) => PropertyValue | undefined>>;

  /** In-place updates that the cloud refuses, because of the change or of what it holds; throws CloudError. */
  readonly admitUpdate?: (change: Change) => void;
  /** What the cloud keeps after an update. */
  readonly update?: (change: Change) => Properties;
  /** The inputs as a read finds them, where something but the program changes them. */
  readonly liveInputs?: (subject: Subject) => Properties;

  /** Why the cloud refuses to delete it; empty where it does not. */
  readonly deleteBlockedBy?: (subject: Subject) => readonly string[];
  /** Makes its inside follow an update that was admitted. Can be repeated. */
  readonly follow?: (change: Change) => Promise<void>;
  /** What the cloud keeps of it after a delete, and for how long. */
  readonly keeps?: string;
  /** What goes with it. */
  readonly cascade?: (subject: Subject) => readonly CloudResource[];

  /** The nodes it stands for; their live number is `hidden.size`. */
  readonly pool?: (subject: Subject) => PoolFacts;
  /** Takes its inside away, before it is gone. Can be repeated. */
  readonly dismantle?: (subject: Subject) => Promise<void>;
}

/** A pool of nodes as its cloud made it. */
export interface PoolFacts {
  /** Name of the cluster, which is its config key. */
  readonly cluster: string;
  readonly controlPlane: string;
  /** Bounds of the node autoscaler, inclusive. */
  readonly min: number;
  readonly max: number;
  readonly spot: boolean;
  readonly nodes: Omit<NodeGroup, "size">;
}

export interface Reference {
  /** Path with wildcards. */
  readonly path: string;
  readonly to: readonly ReferenceTarget[];
  /** Values that exist outside what the program makes, such as AWS's own policies. */
  readonly outside?: RegExp;
}

export interface ReferenceTarget {
  readonly type: string;
  /** "id", or an output's path. */
  readonly output: string;
}

/** A resource that is about to be made. */
export interface Draft {
  readonly type: string;
  readonly inputs: Properties;
  readonly account: Account;
  readonly cloud: CloudContents;
}

/** A resource in its cloud. */
export interface Subject extends Draft {
  readonly id: string;
  readonly hidden: Properties;
}

export interface Change extends Subject {
  readonly olds: Properties;
  readonly changed: readonly PathKeys[];
}

/** What a model may ask of its cloud, and of the lab around it. */
export interface CloudContents {
  get(type: string, id: string): CloudResource | undefined;
  byType(type: string): readonly CloudResource[];
  all(): readonly CloudResource[];
  /** Load balancers that Services of clusters have made, in any cloud. */
  loadBalancers(): readonly LoadBalancer[];
  /** A loopback address of this lab that was never given to anything. */
  allocateAddress(): string;
  /** Starts the inside of a cluster, or finds the one that an interrupted create has started. */
  startCluster(options: {
    /** Config key. */
    readonly cluster: string;
    /** In its cloud. */
    readonly name: string;
    readonly minor: string;
    readonly serviceCidr: string;
    readonly network: string;
  }): Promise<StartedCluster>;
  /** The cluster is in the cloud's contents now: the next create of its name starts another one. */
  clusterStarted(cluster: string): void;
  /** The network a cluster lies or lay in; its load balancers may outlive it. */
  networkOf(cluster: string): string | undefined;
  readonly controlPlanes: ControlPlanes;
  /** True where `lab break` has taken the cluster's API server away: its nodes follow once it is back. */
  isApiServerBroken(cluster: string): boolean;
  now(): Date;
}

export interface StartedCluster {
  readonly controlPlane: string;
  readonly endpoint: string;
  /** PEM. */
  readonly caCertificate: string;
}

export interface LoadBalancer {
  readonly id: string;
  readonly cluster: string;
  readonly addresses: readonly string[];
}

/** A provider function. */
export type CloudFunction = (args: Properties, context: { readonly account: Account; readonly cloud: CloudContents }) => Properties;
