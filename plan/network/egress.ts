import type { z } from "zod";
import type { Aws } from "../../config/clouds/aws";
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
  servicesOfEngines: readonly string[],
): Pick<EksNetworkPlan, "natZones" | "privateServices"> {
  const sorted = [...zones].sort(byCodeUnit);
  return {
    natZones: Object.fromEntries(sorted.map((zone) => [zone, natGateways === "one" ? (sorted[0] ?? zone) : zone])),
    privateServices: privateEndpoints ? [...new Set([...servicesOfNodes, ...servicesOfEngines])].sort(byCodeUnit) : [],
  };
}

/**
 * What nodes and their add-ons call: images, credentials, interfaces and volumes, logs, the cluster itself.
 * https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 */
const servicesOfNodes: readonly string[] = ["ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "logs", "sts"];
