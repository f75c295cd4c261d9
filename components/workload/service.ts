import type * as k8s from "@pulumi/kubernetes";
import { Service } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { ServiceBinding } from "../frontdoor";
import { httpPort } from "./controllers/deployment";
import type { WorkloadPlan } from "../../plan/model/workload";
import type { ObjectMeta } from "../kubernetes/objectMeta";

/** Reaches the workload from inside its cluster only. */
export function createInternalService(name: string, plan: WorkloadPlan, metadata: ObjectMeta, opts: pulumi.CustomResourceOptions): Service {
  return new Service(
    name,
    { metadata, spec: { type: "ClusterIP", selector: { ...plan.selectorLabels }, ports: [servicePort(plan.port)] } },
    opts,
  );
}

/** Answers on `exposedPort`, at the front door's addresses where there is one. */
export function createExposedService(
  name: string,
  plan: WorkloadPlan & { readonly exposedPort: number },
  metadata: ObjectMeta,
  binding: ServiceBinding,
  opts: pulumi.CustomResourceOptions,
): Service {
  return new Service(
    name,
    {
      metadata: { ...metadata, annotations: { ...binding.annotations } },
      spec: {
        type: binding.type,
        ...(binding.loadBalancerClass === undefined ? {} : { loadBalancerClass: binding.loadBalancerClass }),
        // Keeps the client's address and saves a hop; load balancers then probe each node for a ready pod, so a node without one gets nothing.
        // Who knows a node's port asks any node, and a Service without either has no traffic from outside.
        ...(binding.type === "LoadBalancer" ? { externalTrafficPolicy: "Local" } : {}),
        selector: { ...plan.selectorLabels },
        ports: [servicePort(plan.exposedPort)],
      },
    },
    {
      ...opts,
      // The binding's controllers remove the load balancer when the Service goes, so they have to stay until it has.
      dependsOn: [...binding.dependsOn],
      // Neither can be edited in place: the API refuses a changed class, and a changed type leaves the old load balancer behind.
      replaceOnChanges: ["spec.loadBalancerClass", "spec.type"],
      deleteBeforeReplace: true,
    },
  );
}

function servicePort(port: number): k8s.types.input.core.v1.ServicePort {
  return { name: httpPort, port, targetPort: httpPort, protocol: "TCP", appProtocol: "http" };
}
