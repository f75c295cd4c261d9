import type * as pulumi from "@pulumi/pulumi";

/** Static public addresses of one cluster's gateway, and how a Service binds them. */
export interface FrontDoor extends pulumi.ComponentResource {
  /** By leaf: a zone id on EKS, "regional" on AKS and GKE. */
  readonly addresses: Readonly<Record<string, pulumi.Output<string>>>;
  readonly service: ServiceBinding;
}

/** What an exposed workload's Service must say: where the program makes a front door, to answer at its addresses. */
export interface ServiceBinding {
  readonly type: "ClusterIP" | "NodePort" | "LoadBalancer";
  readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;
  readonly loadBalancerClass: string | undefined;
  /** What must outlive the Service, so that its load balancer is really deleted: controllers, role assignments. */
  readonly dependsOn: readonly pulumi.Resource[];
}
