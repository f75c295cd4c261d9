import { createHash } from "node:crypto";
import type { LoadBalancerController } from "./controller";

/** Third octet of the addresses that it hands out; the simulated clouds' are below. */
const block = 250;
const addresses = 254;

/**
 * What an existing cluster may have brought along for Services of type LoadBalancer, such as MetalLB or k3s' ServiceLB: any Service without a class
 * gets an address of a pool, and keeps it.
 *
 * @param prefix first two octets of the lab's addresses
 * @see https://metallb.io/concepts/
 */
export function ownLoadBalancer(prefix: string): LoadBalancerController {
  return {
    provider: "existing",
    clusterType: "",
    component: "load-balancer",
    finalizer: "lab.gateway-fleet/load-balancer",
    goesWithCluster: true,
    plan({ namespace, name, loadBalancerClass }, { plane, holderOf }) {
      if (loadBalancerClass !== undefined) return undefined;
      const first = createHash("sha256").update(`${plane.id}/${namespace}/${name}`).digest().readUInt32BE(0);
      const candidates = Array.from({ length: addresses }, (_, index) => `${prefix}.${block}.${1 + ((first + index) % addresses)}`);
      const address = candidates.find((candidate) => holderOf(candidate) === undefined);
      if (address === undefined) return { kind: "refused", reason: "AllocationFailed", message: "no available IPs" };
      return { kind: "bound", addresses: [{ address, zone: "regional" }], ingress: [{ ip: address }] };
    },
    isOperational: () => Promise.resolve({ kind: "operational" }),
  };
}
