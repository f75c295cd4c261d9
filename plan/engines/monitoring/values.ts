import { probeTimeoutSeconds, type Monitoring } from "../../../config/engines/monitoring";
import type { EnginePods } from "../../model/engines/plan";
import type { Quantities } from "../../model/workload";
import { rollByShare } from "../engine";

/** Of a volume that series may fill; the rest is for the write-ahead log. https://prometheus.io/docs/prometheus/latest/storage/#right-sizing-retention-size */
const seriesPercent = 80;

const one = (cpu: string, memory: string): EnginePods => ({ replicas: 1, requests: { cpu, memory } });
/** What reloads the configuration beside Prometheus and Alertmanager, which the operator asks the same of. */
const reloader: Quantities = { cpu: "10m", memory: "32Mi" };

const prometheus = one("250m", "1Gi");
const alertmanager = one("10m", "200Mi");
const operator = one("50m", "128Mi");
const stateMetrics = one("20m", "128Mi");
const blackbox = one("20m", "32Mi");
const grafana = one("50m", "256Mi");

/** Of the exporter on every node. */
export const nodeExporter: Quantities = { cpu: "20m", memory: "32Mi" };

export function podsOf(section: Monitoring): EnginePods[] {
  return [
    { ...prometheus, sidecar: reloader },
    { ...alertmanager, sidecar: reloader },
    operator,
    stateMetrics,
    blackbox,
    ...(section.grafana === undefined ? [] : [grafana]),
  ];
}

/** Tells a cluster's series and alerts from those of the others. */
export type ExternalLabels = Readonly<Record<"cluster" | "cloud" | "region", string>>;

const off = { enabled: false };

export function stackValues(section: Monitoring, externalLabels: ExternalLabels) {
  const hasKubeDns = externalLabels.cloud === "gcp";
  return {
    crds: off,
    // The clouds run these and show them to nobody; kube-proxy answers its own node alone.
    kubeControllerManager: off,
    kubeScheduler: off,
    kubeEtcd: off,
    kubeProxy: off,
    // Each would select the other's pods, at a port that they do not have.
    coreDns: { enabled: !hasKubeDns },
    kubeDns: { enabled: hasKubeDns },
    prometheusOperator: {
      resources: { requests: operator.requests },
      prometheusConfigReloader: { resources: { requests: reloader } },
    },
    "kube-state-metrics": { resources: { requests: stateMetrics.requests } },
    "prometheus-node-exporter": { resources: { requests: nodeExporter }, updateStrategy: rollByShare },
    grafana: grafanaValues(section),
    alertmanager: { alertmanagerSpec: alertmanagerValues(section) },
    prometheus: { prometheusSpec: prometheusValues(section, externalLabels) },
  };
}

/** The chart would make up a password, or has one that everybody knows. */
function grafanaValues({ grafana: asked }: Monitoring) {
  if (asked === undefined) return off;
  return {
    enabled: true,
    resources: { requests: grafana.requests },
    admin: { existingSecret: asked.adminSecret, userKey: "admin-user", passwordKey: "admin-password" },
  };
}

/** The chart's own configuration has a receiver that tells nobody. */
function alertmanagerValues({ alertmanagerSecret }: Monitoring) {
  const resources = { requests: alertmanager.requests };
  return alertmanagerSecret === undefined ? { resources } : { resources, useExistingSecret: true, configSecret: alertmanagerSecret };
}

function prometheusValues({ retentionDays, storageGiB }: Monitoring, externalLabels: ExternalLabels) {
  return {
    retention: `${retentionDays}d`,
    // The oldest series go before the volume is full.
    retentionSize: `${Math.floor((storageGiB * seriesPercent) / 100)}GiB`,
    externalLabels,
    // Monitors and rules count whoever made them; by default only those of this release.
    serviceMonitorSelectorNilUsesHelmValues: false,
    podMonitorSelectorNilUsesHelmValues: false,
    probeSelectorNilUsesHelmValues: false,
    ruleSelectorNilUsesHelmValues: false,
    scrapeConfigSelectorNilUsesHelmValues: false,
    // Without a limit: a Prometheus that is killed for its memory reads its log again, and needs more of it.
    resources: { requests: prometheus.requests },
    storageSpec: {
      volumeClaimTemplate: { spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: `${storageGiB}Gi` } } } },
    },
  };
}

/** How the blackbox exporter asks. An answer from elsewhere is not the front door's. https://github.com/prometheus/blackbox_exporter/blob/master/CONFIGURATION.md */
export const probeModule = "front_door";
const http = { follow_redirects: false, preferred_ip_protocol: "ip4" };

export const blackboxValues = {
  config: { modules: { [probeModule]: { prober: "http", timeout: `${probeTimeoutSeconds}s`, http } } },
  resources: { requests: blackbox.requests, limits: { memory: "128Mi" } },
};
