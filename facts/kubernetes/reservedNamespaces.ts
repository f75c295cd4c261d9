/** Namespaces that are there before anybody makes one, or that somebody else makes later. */
interface ReservedNamespaces {
  readonly names: RegExp;
  /** For messages. */
  readonly owner: string;
}

/**
 * Whoever makes one of these again takes over what is in it, and takes it away with it. GKE lists its own gke-... nowhere: they are as clusters
 * show them (gke-managed-system, gke-managed-cim and others). Checked 2026-11-29.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces (and the prefix kube-)
 * @see https://docs.cloud.google.com/stackdriver/docs/managed-prometheus/setup-managed (gmp-system, gmp-public)
 * @see https://cloud.google.com/kubernetes-engine/config-sync/docs/reference/config-sync-permissions (config-management-system)
 * @see https://github.com/Azure/azure-policy/tree/master/built-in-policies/policyDefinitions/Kubernetes (excludedNamespaces: gatekeeper-system and others)
 * @see https://learn.microsoft.com/azure/aks/istio-deploy-addon (aks-istio-...) and https://learn.microsoft.com/azure/aks/app-routing
 * @see https://learn.microsoft.com/azure/aks/access-private-cluster (aks-command)
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/eksrunmon-deploy-security-agent.html (amazon-guardduty)
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-setup-EKS-quickstart.html (amazon-cloudwatch)
 * @see https://docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html (aws-observability)
 */
const reserved: readonly ReservedNamespaces[] = [
  { names: /^(default$|kube-)/, owner: "Kubernetes'" },
  { names: /^(gke-|gmp-(system|public)$|config-management-system$)/, owner: "GKE's" },
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
