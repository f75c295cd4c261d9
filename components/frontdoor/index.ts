import type * as pulumi from "@pulumi/pulumi";

/** Static public addresses of one cluster's gateway, and how a Service binds them. */
export interface FrontDoor extends pulumi.ComponentResource {
  /** By leaf: a zone id on EKS, "regional" on AKS and GKE. */
  readonly addresses: Readonly<Record<string, pulumi.Output<string>>>;
  readonly service: ServiceBinding;
}

/** What a Service of type LoadBalancer must say to answer at the front door's addresses. */
export interface ServiceBinding {
  readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;
  readonly loadBalancerClass: string | undefined;
  /** What must outlive the Service, so that its load balancer is really deleted: controllers, role assignments. */
  readonly dependsOn: readonly pulumi.Resource[];
}
