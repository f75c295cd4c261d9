import type { z } from "zod";
import type { Aws } from "../config/clouds";
import type { EksNetworkPlan } from "./eksPlan";
import { byCodeUnit } from "./order";

type Choices = Pick<z.infer<typeof Aws>, "natGateways" | "privateEndpoints">;

/**
 * How an EKS cluster's nodes leave their network, and what they reach without leaving it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
export function eksEgress(
  { natGateways, privateEndpoints }: Choices,
  zones: readonly string[],
): Pick<EksNetworkPlan, "natZones" | "privateServices"> {
  const sorted = [...zones].sort(byCodeUnit);
  return {
    natZones: Object.fromEntries(sorted.map((zone) => [zone, natGateways === "one" ? (sorted[0] ?? zone) : zone])),
    privateServices: privateEndpoints ? servicesOfNodes : [],
  };
}

/**
 * What nodes, their add-ons and controllers call: images, credentials, interfaces and volumes, logs, the cluster itself, load balancers,
 * node groups. https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 */
const servicesOfNodes: readonly string[] = [
  "autoscaling",
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "elasticloadbalancing",
  "logs",
  "sts",
];
