import type { z } from "zod";
import type { Aws } from "../../config/clouds";
import type { NodeAutoscaler } from "../../config/clusters/nodeAutoscaler";
import type { EksNetworkPlan } from "../model/eks";
import { byCodeUnit } from "../order";

type Choices = Pick<z.infer<typeof Aws>, "natGateways" | "privateEndpoints">;

/**
 * How an EKS cluster's nodes leave their network, and what they reach without leaving it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
export function eksEgress(
  { natGateways, privateEndpoints }: Choices,
  zones: readonly string[],
  nodeAutoscaler: NodeAutoscaler,
  servicesOfEngines: readonly string[],
): Pick<EksNetworkPlan, "natZones" | "privateServices"> {
  const sorted = [...zones].sort(byCodeUnit);
  return {
    natZones: Object.fromEntries(sorted.map((zone) => [zone, natGateways === "one" ? (sorted[0] ?? zone) : zone])),
    privateServices: privateEndpoints
      ? [...servicesOfNodes, ...servicesOfAutoscaler[nodeAutoscaler], ...servicesOfEngines].sort(byCodeUnit)
      : [],
  };
}

/**
 * What nodes, their add-ons and controllers call: images, credentials, interfaces and volumes, logs, the cluster itself, load balancers.
 * https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 */
const servicesOfNodes: readonly string[] = ["ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "elasticloadbalancing", "logs", "sts"];

/**
 * Node groups' sizes; or the queue of interruptions and the numbers of node images. Prices, which Karpenter asks for too, have no endpoint in
 * most regions. https://karpenter.sh/docs/getting-started/getting-started-with-karpenter/#private-clusters
 */
const servicesOfAutoscaler: Readonly<Record<NodeAutoscaler, readonly string[]>> = {
  clusterAutoscaler: ["autoscaling"],
  karpenter: ["sqs", "ssm"],
};
