import type { ControlPlane } from "../../kubernetes/controlPlane";
import type { KubernetesClient } from "../../kubernetes/client";
import type { CloudResource, CloudStore } from "../../cloud/store";

/** What makes load balancers of a cluster's Services: one kind per cloud. */
export interface LoadBalancerController {
  /** The cloud's provider package. */
  readonly provider: string;
  /** Type token of its clusters. */
  readonly clusterType: string;
  /** Source of its Kubernetes events. */
  readonly component: string;
  /** Keeps a Service until its load balancer is gone. */
  readonly finalizer: string;
  /** Whether its load balancers go with the cluster; others are left behind. */
  readonly goesWithCluster: boolean;
  /** Undefined where it leaves the Service to another controller. */
  plan(service: ServiceFacts, context: ControllerContext): Plan | undefined;
  /** Whether it is there and may call its cloud. The reason where not. */
  isOperational(context: ControllerContext): Promise<Operation>;
}

export type Operation = { readonly kind: "operational" } | { readonly kind: "absent" } | Refusal;

/** What a Service of type LoadBalancer says. */
export interface ServiceFacts {
  readonly namespace: string;
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly loadBalancerClass: string | undefined;
}

export interface ControllerContext {
  readonly plane: ControlPlane;
  readonly client: KubernetesClient;
  /** The cluster in its cloud. */
  readonly cluster: CloudResource;
  /** Everything in the cluster's cloud, for reading. */
  readonly cloud: Pick<CloudStore, "byType">;
  /** Who else holds an address: another Service's load balancer. Undefined where it is free. */
  readonly holderOf: (address: string) => string | undefined;
}

export type Plan = Binding | Refusal;

export interface Binding {
  readonly kind: "bound";
  readonly addresses: readonly { readonly address: string; readonly zone: string }[];
  readonly ingress: readonly ({ readonly ip: string } | { readonly hostname: string })[];
}

/** The controller tries again; meanwhile an event on the Service says why. */
export interface Refusal {
  readonly kind: "refused";
  /** Of the event, such as "FailedBuildModel". */
  readonly reason: string;
  readonly message: string;
}

export function refused(reason: string, message: string): Refusal {
  return { kind: "refused", reason, message };
}
