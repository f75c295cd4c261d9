import { loadBalancersPath, loadBalancerType } from "../../../lab/clouds/simulator/contents";
import { openCloudStore } from "../../../lab/clouds/simulator/store";
import type { TestLab } from "./harness";

/** Writes a load balancer down as the front doors' process does; returns how it goes again. */
export function putLoadBalancer(lab: TestLab, outputs: { readonly cluster: string; readonly addresses: readonly string[] }): () => void {
  const journal = openCloudStore(loadBalancersPath(lab.home));
  const id = `${outputs.cluster}/gateway`;
  journal.put({ type: loadBalancerType, id, urn: "", inputs: {}, outputs, hidden: {} });
  return () => journal.delete(loadBalancerType, id);
}
