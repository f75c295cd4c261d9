import type * as pulumi from "@pulumi/pulumi";
import type { ServiceBinding } from "../frontdoor";
import type { CreateIdentity } from "../identity";
import type { Namespaces } from "./namespaces";

/** A cluster as what runs in it sees it: the one thing of it that a component inside is given. */
export interface InCluster {
  /** The fleet's name, on every object as app.kubernetes.io/part-of. */
  readonly partOf: string;
  /** What all of it is below, the cluster's Kubernetes provider, and what keeps updates from a cluster that does not answer. */
  readonly opts: pulumi.ComponentResourceOptions;
  readonly namespaces: Namespaces;
  /** What pods need to run: nodes, cluster DNS. */
  readonly nodes: readonly pulumi.Resource[];
  /** Makes pods somebody whom the cluster's cloud knows. */
  readonly createIdentity: CreateIdentity;
  /** By what stands for them in a plan. */
  readonly facts: ClusterFacts;
}

/** The same once the cluster has a front door, or it is known that it gets none. */
export interface BehindFrontDoor extends InCluster {
  /** How a Service answers there. */
  readonly binding: ServiceBinding;
}

/** What only a cluster that exists can say. */
export type ClusterFacts = Readonly<Partial<Record<"clusterName" | "clusterEndpoint" | "vpcId", pulumi.Input<string>>>>;
