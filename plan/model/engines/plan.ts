import type { ChartVersion } from "../../../catalogue/charts";
import type { AlertGroup } from "./alerts";
import type { IdentityPlan } from "../identity";
import type { Quantities } from "../workload";

/**
 * An engine as one cluster runs it: what is installed, what that asks of nodes, clouds and other engines, and what it is to them. One component
 * installs any engine from it.
 */
export interface EnginePlan {
  /** Its component's type, and what its name ends in. A fleet that runs the engine has both in its state: neither ever changes. */
  readonly component: { readonly type: string; readonly name: string };
  /** Of its own; undefined: it has none. */
  readonly namespace: EngineNamespace | undefined;
  /** Undefined: its pods are nobody to their cloud. */
  readonly identity: IdentityPlan | undefined;
  readonly charts: readonly EngineChart[];
  readonly objects: readonly EngineObject[];
  /** On whichever on-demand node has room. */
  readonly pods: readonly EnginePods[];
  /** Requests of the one pod that each of them has on every node. */
  readonly everyNode: readonly Quantities[];
  readonly networkAccess: NetworkAccess;
  /** What tells that it does not do its work; nobody hears of it without monitoring. */
  readonly alerts: readonly AlertGroup[];
  /** Engines that are there before it: their namespaces, and what they define. */
  readonly needs: readonly string[];
  readonly provides: ForWorkloads;
}

export interface EngineNamespace {
  readonly name: string;
  /** Pods that it admits: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
  readonly profile: "restricted" | "privileged";
}

/** What a chart or an object is called below its engine, and what others wait for. */
export type Step = string;

/** What comes before a step: other steps, and what is of no engine. */
export interface Waits {
  readonly steps?: readonly Step[];
  /** Its own identity, with all that it may do. @default false */
  readonly identity?: boolean;
  /** Nodes that pods can run on. @default false */
  readonly nodes?: boolean;
  /** Other engines as a whole, by word; each is among those that its own one needs. @default none */
  readonly engines?: readonly string[];
}

/** A release of a Helm chart. */
export interface EngineChart {
  readonly step: Step;
  /** Name of the release. */
  readonly release: string;
  readonly namespace: string;
  readonly chart: ChartVersion;
  /** @default the chart's own */
  readonly values?: Described;
  /** Leaves the definitions in the chart's crds folder to another release. @default false */
  readonly skipCrds?: boolean;
  readonly after: Waits;
}

/** A Kubernetes object; labels are the program's. */
export interface EngineObject {
  readonly step: Step;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Undefined: of the whole cluster. */
  readonly namespace: string | ObjectReference | undefined;
  /** Everything else of it, such as `spec`. */
  readonly body: Described;
  readonly after: Waits;
}

/** Plain data in which a {@link Reference} may stand for any value. */
export type Described = Readonly<Record<string, unknown>>;

/** Stands for what only the cluster knows. */
export type Reference =
  | { readonly $ref: "clusterName" | "clusterEndpoint" | "vpcId" | "identityAnnotations" | "identityLabels" | "interruptionQueue" }
  | ObjectReference;

/** Of an object of the engine, as it exists. */
export interface ObjectReference {
  readonly $ref: "object";
  readonly step: Step;
  readonly field: "name" | "namespace";
}

/** Pods of an engine: as many in every cluster, whatever its size. */
export interface EnginePods {
  readonly replicas: number;
  readonly requests: Quantities;
  /** Whether their cloud brought them, so that they tolerate what it adds to nodes by itself. @default false */
  readonly ofCloud?: boolean;
  /** What stands beside the container in each. @default nothing */
  readonly sidecar?: Quantities;
}

/** Where its pods call. */
export interface NetworkAccess {
  /** Services of AWS in the cluster's own region, such as "secretsmanager", which get an address in an EKS cluster's network. */
  readonly awsServices: readonly string[];
}

/** What workloads get from an engine. */
export interface ForWorkloads {
  /** On their namespaces. */
  readonly namespaceLabels: Readonly<Record<string, string>>;
  /** What has to be there before their pods. */
  readonly beforePods: readonly Step[];
  /** Beside the container in each of their pods; undefined: nothing. */
  readonly sidecar: Quantities | undefined;
}
