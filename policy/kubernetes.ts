import { isSet, listAt, valueAt } from "./checks";
import type { Rule } from "./rule";

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
    check: ({ inputs }) => {
      if (valueAt(inputs, "spec.type") !== "LoadBalancer") return undefined;
      const plain = listAt(inputs, "spec.ports").filter((port) => valueAt(port, "port") !== 443);
      return plain.length === 0 ? undefined : `spec.ports has ${plain.map((port) => String(valueAt(port, "port"))).join(", ")} beside 443`;
    },
  },
];
