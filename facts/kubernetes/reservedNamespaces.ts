/** Namespaces that are there before anybody makes one, or that somebody else makes later. */
interface ReservedNamespaces {
  readonly names: RegExp;
  /** For messages. */
  readonly owner: string;
}

/**
 * Whoever makes one of these again takes over what is in it, and takes it away with it. Checked 2026-11-29.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces (and the prefix kube-)
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/about-gke-system-components (gke-managed-...)
 * @see https://docs.cloud.google.com/stackdriver/docs/managed-prometheus/setup-managed (gmp-system, gmp-public, gke-gmp-system)
 * @see https://docs.cloud.google.com/kubernetes-engine/config-sync/docs/reference/config-sync-rbac (config-management-system)
 * @see https://learn.microsoft.com/azure/governance/policy/concepts/policy-for-kubernetes (gatekeeper-system, azure-arc and others)
 * @see https://learn.microsoft.com/azure/aks/istio-deploy-addon (aks-istio-...), https://learn.microsoft.com/azure/aks/app-routing
 * @see https://learn.microsoft.com/azure/aks/access-private-cluster (aks-command)
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/eks-runtime-monitoring-security-agent-manual.html (amazon-guardduty)
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-setup-EKS-quickstart.html (amazon-cloudwatch)
 * @see https://docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html (aws-observability)
 */
const reserved: readonly ReservedNamespaces[] = [
  { names: /^(default$|kube-)/, owner: "Kubernetes'" },
  { names: /^(gke-|gmp-(system|public)$|config-management-(system|monitoring)$|asm-system$)/, owner: "GKE's" },
  {
    names: /^(gatekeeper-system|azure-arc|azure-extensions-usage-system|app-routing-system|aks-command|aks-istio-(system|ingress|egress))$/,
    owner: "AKS's",
  },
  { names: /^(amazon-(cloudwatch|guardduty)|aws-observability)$/, owner: "EKS's" },
];

/** "Kubernetes'" of "kube-system"; undefined of a namespace that is free. */
export function ownerOfNamespace(namespace: string): string | undefined {
  return reserved.find(({ names }) => names.test(namespace))?.owner;
}
