import { alone, planned, type Cases } from "./cases";

const deployment = (serviceAccountName?: string) => ({ spec: { template: { spec: { serviceAccountName } } } });
const serviceType = "kubernetes:core/v1:Service";
const service = (type: string, ...ports: readonly number[]) => ({ spec: { type, ports: ports.map((port) => ({ port })) } });
const listener = (server: Readonly<Record<string, unknown>>) =>
  planned("kubernetes:networking.istio.io/v1:Gateway", { spec: { servers: [server] } }, "listener");
const behind = (...servers: readonly Readonly<Record<string, unknown>>[]) => [
  planned(serviceType, service("LoadBalancer", 15443), "own", ["listener"]),
  ...servers.map(listener),
];

/** By the first id of a rule. */
export const kubernetesCases: Readonly<Record<string, Cases>> = {
  "CIS EKS 5.2.1": alone("kubernetes:apps/v1:Deployment", [deployment("api-gateway")], [deployment(), deployment("default")]),
  "CIS EKS 5.4.5": {
    good: [
      [planned(serviceType, service("LoadBalancer", 443))],
      [planned(serviceType, service("ClusterIP", 80))],
      behind({ port: { number: 15443 }, tls: { mode: "AUTO_PASSTHROUGH" } }),
    ],
    bad: [
      [planned(serviceType, service("LoadBalancer", 80))],
      [planned(serviceType, service("LoadBalancer", 443, 80))],
      [planned(serviceType, service("LoadBalancer", 15443)), listener({ port: { number: 15443 }, tls: { mode: "AUTO_PASSTHROUGH" } })],
      behind({ port: { number: 15443 } }),
      behind({ port: { number: 15444 }, tls: { mode: "AUTO_PASSTHROUGH" } }),
    ],
  },
};
