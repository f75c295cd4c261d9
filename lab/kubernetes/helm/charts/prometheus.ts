import type { Properties } from "../../../../facts/properties/values";
import type { Chart, ChartWorkload, WebhookRule } from "../chart";
import { lockedDown, section } from "../values";

const restricted = { securityContext: { ...lockedDown, seccompProfile: { type: "RuntimeDefault" } } };

/** A chart that this one brings along, with values below its own name. */
function subchart(key: string, { defaults, ...differences }: Omit<ChartWorkload, "name" | "values">): ChartWorkload {
  return {
    ...differences,
    name: { ending: key },
    values: (values) =>
      section(values, key)["enabled"] === false ? undefined : { ...defaults, ...section(values, key), nameOverride: key },
  };
}

const operator = { ending: "operator" };
const onRules: readonly WebhookRule[] = [
  { operations: ["CREATE", "UPDATE"], apiGroups: ["monitoring.coreos.com"], resources: ["prometheusrules"] },
];

const hasAdmission = (values: Properties): boolean => section(values, "prometheusOperator", "admissionWebhooks")["enabled"] !== false;

/**
 * Prometheus and Alertmanager are objects of the operator, and nobody makes pods of them here.
 * https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/values.yaml
 */
export const kubePrometheusStack: Chart = {
  workloads: [
    {
      name: operator,
      image: "quay.io/prometheus-operator/prometheus-operator",
      values: (values) => ({ ...restricted, ...section(values, "prometheusOperator"), nameOverride: "operator" }),
      webhookService: operator,
    },
    subchart("kube-state-metrics", { image: "registry.k8s.io/kube-state-metrics/kube-state-metrics", defaults: restricted }),
    subchart("grafana", { image: "docker.io/grafana/grafana", defaults: restricted }),
    subchart("prometheus-node-exporter", {
      kind: "DaemonSet",
      image: "quay.io/prometheus/node-exporter",
      defaults: { tolerations: [{ effect: "NoSchedule", operator: "Exists" }], nodeSelector: { "kubernetes.io/os": "linux" } },
    }),
  ],
  webhooks: [
    { kind: "MutatingWebhookConfiguration", webhook: "prometheusrulemutate.monitoring.coreos.com" } as const,
    { kind: "ValidatingWebhookConfiguration", webhook: "prometheusrulevalidate.monitoring.coreos.com" } as const,
  ].map(({ kind, webhook }) => ({
    kind,
    name: { ending: "admission" },
    service: operator,
    webhooks: [{ name: webhook, isAskedFor: hasAdmission, failurePolicy: "Ignore", rules: onRules }],
  })),
};

/**
 * Those of objects that people write. The others are Prometheus and its like, which no operator makes here; each weighs as much as all of these
 * together, and an API server takes half a minute over it. https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus-operator-crds
 */
export const prometheusOperatorCrds: Chart = {
  workloads: [],
  definitions: [
    {
      module: "github.com/prometheus-operator/prometheus-operator",
      version: "v0.93.1",
      folder: "example/prometheus-operator-crd",
      files: ["servicemonitors", "podmonitors", "probes", "prometheusrules"].map((kind) => `monitoring.coreos.com_${kind}.yaml`),
    },
  ],
};

/** https://github.com/prometheus-community/helm-charts/blob/main/charts/prometheus-blackbox-exporter/values.yaml */
export const blackboxExporter: Chart = {
  workloads: [
    {
      image: "quay.io/prometheus/blackbox-exporter",
      values: ({ replicas, ...values }) => ({ ...values, ...(replicas === undefined ? {} : { replicaCount: replicas }) }),
    },
  ],
};
