import { createHash } from "node:crypto";
import type { ControlPlane } from "../../kubernetes/controlPlane/controlPlane";
import type { KubernetesClient } from "../../kubernetes/client/client";
import type { CloudResource, CloudStore } from "../../clouds/simulator/store";

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

/**
 * A load balancer inside the cluster's network: nothing outside the lab asks it, so it has an address and no listener.
 *
 * @param ingress what the controller writes into the Service
 */
export function inside(ingress: Binding["ingress"][number]): Binding {
  return { kind: "bound", addresses: [], ingress: [ingress] };
}

/** Of a Service's internal load balancer, always the same: not of the network's own subnets, which the lab does not divide further. */
export function insideAddress(service: ServiceFacts, { plane }: ControllerContext): string {
  const digest = createHash("sha256").update(`${plane.id}/${service.namespace}/${service.name}`).digest();
  return `10.255.${digest.readUInt8(0)}.${(digest.readUInt8(1) % 254) + 1}`;
}
