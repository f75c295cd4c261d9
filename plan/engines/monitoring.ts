import type { ResolvedFleet } from "../../config/resolve";
import { monitoringNamespace, probeTimeoutSeconds, type Monitoring } from "../../config/engines/monitoring";
import type { ClusterPlan } from "../model/fleet";
import { platformCharts } from "../../catalogue/versions";
import { certificateAlerts, neighbourAlerts, probeJob, replicationAlerts } from "./alerts";
import type { EnginePods, MonitoringPlan } from "../model/engines";
import type { Quantities } from "../model/workload";

/** Of a volume that series may fill; the rest is for the write-ahead log. https://prometheus.io/docs/prometheus/latest/storage/#right-sizing-retention-size */
const seriesPercent = 80;

const one = (cpu: string, memory: string): EnginePods => ({ replicas: 1, requests: { cpu, memory } });
const reloader: Quantities = { cpu: "10m", memory: "32Mi" };

export function monitoringPlan(monitoring: Monitoring, fleet: ResolvedFleet, cluster: string): MonitoringPlan {
  const { retentionDays, storageGiB, alertmanagerSecret, grafana, probes } = monitoring;
  const { cloud, region = cluster } = fleet.clusters[cluster] ?? { cloud: "existing" };
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
    alerts: [neighbourAlerts(probes.latencyMilliseconds), certificateAlerts(), ...replicationAlerts(fleet, cluster)],
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
