import { alone, type Cases } from "./cases";

const deployment = (serviceAccountName?: string) => ({ spec: { template: { spec: { serviceAccountName } } } });
const service = (type: string, ...ports: readonly number[]) => ({ spec: { type, ports: ports.map((port) => ({ port })) } });

/** By the first id of a rule. */
export const kubernetesCases: Readonly<Record<string, Cases>> = {
  "CIS EKS 5.2.1": alone("kubernetes:apps/v1:Deployment", [deployment("api-gateway")], [deployment(), deployment("default")]),
  "CIS EKS 5.4.5": alone(
    "kubernetes:core/v1:Service",
    [service("LoadBalancer", 443), service("ClusterIP", 80)],
    [service("LoadBalancer", 80), service("LoadBalancer", 443, 80)],
  ),
};
