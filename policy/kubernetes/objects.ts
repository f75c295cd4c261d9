import { isSet, listAt, used, valueAt } from "../checks";
import type { PlannedResource, Rule } from "../rule";

/** What the benchmarks of all three clouds ask of objects in a cluster. */
export const kubernetesRules: readonly Rule[] = [
  {
    ids: ["CIS EKS 5.2.1", "CIS AKS 5.2.1"],
    title: "runs every workload as a service account of its own",
    source: "https://kubernetes.io/docs/concepts/security/service-accounts/",
    types: ["kubernetes:apps/v1:Deployment"],
    check: (deployment, planned) => {
      const account = valueAt(deployment.inputs, "spec.template.spec.serviceAccountName");
      return account === "default"
        ? "runs as its namespace's default account"
        : isSet("spec.template.spec.serviceAccountName")(deployment, planned);
    },
  },
  {
    ids: ["CIS EKS 5.4.5", "CIS AKS 5.4.5", "CIS GKE 5.6.7"],
    title: "answers the internet over TLS",
    source: "https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer",
    types: ["kubernetes:core/v1:Service"],
    check: (service, planned) => {
      if (valueAt(service.inputs, "spec.type") !== "LoadBalancer") return undefined;
      const encrypted = [443, ...portsOfMesh(service, planned)];
      const plain = listAt(service.inputs, "spec.ports")
        .map((port) => valueAt(port, "port"))
        .filter((port) => !encrypted.includes(port));
      return plain.length === 0
        ? undefined
        : `spec.ports has ${plain.join(", ")}, where nothing asks for TLS: neither 443 nor a port of an Istio Gateway that it waits for`;
    },
  },
];

/** Where Istio asks whoever connects for TLS. https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode */
function portsOfMesh(service: PlannedResource, planned: readonly PlannedResource[]): readonly unknown[] {
  return used(service, "kubernetes:networking.istio.io/v1:Gateway", planned)
    .flatMap(({ inputs }) => listAt(inputs, "spec.servers"))
    .filter((server) => valueAt(server, "tls.mode") !== undefined)
    .map((server) => valueAt(server, "port.number"));
}
