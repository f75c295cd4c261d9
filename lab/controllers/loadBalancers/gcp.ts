import { text } from "../../../facts/properties/select";
import {
  inside,
  insideAddress,
  refused,
  type ControllerContext,
  type LoadBalancerController,
  type Plan,
  type ServiceFacts,
} from "./controller";

const externalClass = "networking.gke.io/l4-regional-external";
const typeAnnotation = "networking.gke.io/load-balancer-type";
const backendServiceAnnotation = "cloud.google.com/l4-rbs";
const addressAnnotation = "networking.gke.io/load-balancer-ip-addresses";
const tierAnnotation = "cloud.google.com/network-tier";

/**
 * GKE's controller for external passthrough load balancers, a part of every GKE cluster: binds a reserved regional address by its name.
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters
 */
export const gkeLoadBalancerController: LoadBalancerController = {
  provider: "gcp",
  clusterType: "gcp:container/cluster:Cluster",
  component: "loadbalancer-controller",
  finalizer: "gke.networking.io/l4-netlb-v2",
  goesWithCluster: false,
  plan(service, context) {
    if (service.loadBalancerClass !== undefined && service.loadBalancerClass !== externalClass) return undefined;
    return planBinding(service, context);
  },
  isOperational: () => Promise.resolve({ kind: "operational" }),
};

function planBinding(service: ServiceFacts, context: ControllerContext): Plan {
  const { annotations, loadBalancerClass } = service;
  if (loadBalancerClass === undefined && annotations[typeAnnotation] === "Internal") return inside({ ip: insideAddress(service, context) });
  if (loadBalancerClass === undefined && annotations[backendServiceAnnotation] !== "enabled") {
    return failed(
      `the older target-pool controller would take this Service and ignore its address annotation; set loadBalancerClass ${externalClass}, or ${backendServiceAnnotation}: enabled at creation`,
    );
  }
  const name = annotations[addressAnnotation];
  if (name === undefined)
    return failed(`the lab binds reserved addresses only; set ${addressAnnotation} (lab/controllers/loadBalancers/gcp.ts)`);

  const region = regionOf(context);
  const named = context.cloud
    .byType("gcp:compute/address:Address")
    .filter(({ inputs, outputs }) => text({ ...inputs, ...outputs }, "name") === name);
  const address = named.find(({ inputs, outputs }) => text({ ...inputs, ...outputs }, "region") === region);
  if (address === undefined)
    return failed(`googleapi: Error 404: The resource 'regions/${region}/addresses/${name}' was not found, notFound`);

  const facts = { ...address.inputs, ...address.outputs };
  const tier = (annotations[tierAnnotation] ?? "Premium").toUpperCase();
  const addressTier = text(facts, "networkTier") || "PREMIUM";
  if (text(facts, "addressType") === "INTERNAL")
    return failed(`address ${name} is INTERNAL; an external load balancer needs an EXTERNAL one`);
  if (addressTier !== tier) return failed(`Network tier mismatch: address ${name} is ${addressTier}, the load balancer ${tier}`);
  const ip = text(facts, "address");
  const holder = context.holderOf(ip);
  if (holder !== undefined)
    return failed(`googleapi: Error 400: IP_IN_USE_BY_ANOTHER_RESOURCE - IP '${ip}' is already being used by another resource: ${holder}`);
  return { kind: "bound", addresses: [{ address: ip, zone: "regional" }], ingress: [{ ip }] };
}

/** Of a regional cluster, or of a zonal cluster's zone: "us-west1-a" lies in "us-west1". */
function regionOf({ cluster }: ControllerContext): string {
  const location = text({ ...cluster.inputs, ...cluster.outputs }, "location");
  return location.split("-").slice(0, 2).join("-");
}

function failed(cause: string): Plan {
  return refused("SyncLoadBalancerFailed", `Error syncing load balancer: failed to ensure load balancer: ${cause}`);
}
