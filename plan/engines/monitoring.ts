import type { FleetConfig } from "../../config";
import { monitoringNamespace, probeTimeoutSeconds, type Monitoring } from "../../config/engines/monitoring";
import type { EnginePods } from "../nodes/packing";
import type { ClusterPlan, Quantities } from "../model/fleet";
import { platformCharts, type OciChartVersion } from "../../catalogue/versions";
import { certificateAlerts, neighbourAlerts, probeJob, replicationAlerts, type AlertGroup } from "./alerts";

export interface MonitoringPlan {
  readonly charts: { readonly kinds: OciChartVersion; readonly stack: OciChartVersion; readonly blackbox: OciChartVersion };
  /** sidecar: what reloads the configuration beside both, which the operator asks the same of. */
  readonly pods: Readonly<Record<"prometheus" | "alertmanager", Required<EnginePods>>> &
    Readonly<Record<"operator" | "stateMetrics" | "blackbox", EnginePods>>;
  /** Of the exporter on every node. */
  readonly nodeExporter: Quantities;
  readonly namespace: string;
  /** As Prometheus writes it, such as "15d". */
  readonly retention: string;
  /** "40GiB": the oldest series go before the volume is full. */
  readonly retentionSize: string;
  /** Kubernetes quantity. */
  readonly storage: string;
  /** What tells this cluster's series and alerts from those of the others. */
  readonly externalLabels: Readonly<Record<"cluster" | "cloud" | "region", string>>;
  /** Name of a Secret in the namespace. */
  readonly alertmanagerSecret: string | undefined;
  /** adminSecret: name of a Secret in the namespace. */
  readonly grafana: { readonly adminSecret: string; readonly pods: EnginePods } | undefined;
  readonly dns: "coreDns" | "kubeDns";
  readonly probes: ProbesPlan;
  readonly alerts: readonly AlertGroup[];
}

/** Durations as Prometheus writes them, such as "15s". */
export interface ProbesPlan {
  readonly job: string;
  readonly interval: string;
  readonly timeout: string;
}

/** Of a volume that series may fill; the rest is for the write-ahead log. https://prometheus.io/docs/prometheus/latest/storage/#right-sizing-retention-size */
const seriesPercent = 80;

const one = (cpu: string, memory: string): EnginePods => ({ replicas: 1, requests: { cpu, memory } });
const reloader: Quantities = { cpu: "10m", memory: "32Mi" };

export function monitoringPlan(monitoring: Monitoring, config: FleetConfig, cluster: string): MonitoringPlan {
  const { retentionDays, storageGiB, alertmanagerSecret, grafana, probes } = monitoring;
  const { cloud, region = cluster } = config.clusters[cluster] ?? { cloud: "existing" };
  return {
    charts: {
      kinds: platformCharts.prometheusOperatorKinds,
      stack: platformCharts.kubePrometheusStack,
      blackbox: platformCharts.blackboxExporter,
    },
    pods: {
      prometheus: { ...one("250m", "1Gi"), sidecar: reloader },
      alertmanager: { ...one("10m", "200Mi"), sidecar: reloader },
      operator: one("50m", "128Mi"),
      stateMetrics: one("20m", "128Mi"),
      blackbox: one("20m", "32Mi"),
    },
    nodeExporter: { cpu: "20m", memory: "32Mi" },
    namespace: monitoringNamespace,
    retention: `${retentionDays}d`,
    retentionSize: `${Math.floor((storageGiB * seriesPercent) / 100)}GiB`,
    storage: `${storageGiB}Gi`,
    externalLabels: { cluster, cloud, region },
    alertmanagerSecret,
    grafana: grafana && { ...grafana, pods: one("50m", "256Mi") },
    dns: cloud === "gcp" ? "kubeDns" : "coreDns",
    probes: { job: probeJob, interval: `${probes.intervalSeconds}s`, timeout: `${probeTimeoutSeconds}s` },
    alerts: [neighbourAlerts(probes.latencyMilliseconds), certificateAlerts(), ...replicationAlerts(config, cluster)],
  };
}

/** A front door that others look at: which URL, its addresses being known only to the clouds. */
export interface Neighbour {
  readonly cluster: string;
  readonly cloud: string;
  readonly region: string;
  readonly port: number;
  /** Where the gateway says that it is ready. */
  readonly path: string;
}

/** The clusters that one looks at: all others with a front door and a workload behind it. An existing cluster's address is not the fleet's to know. */
export function neighboursOf(clusters: readonly ClusterPlan[], name: string): readonly Neighbour[] {
  return clusters
    .filter((other) => other.name !== name && other.cloud !== "existing")
    .flatMap(({ name: cluster, cloud, region, workloads }) =>
      workloads.flatMap(({ exposedPort: port, probes }) =>
        port === undefined ? [] : [{ cluster, cloud, region, port, path: probes.readiness.path }],
      ),
    );
}
