import { monitoringNamespace as namespace, probeTimeoutSeconds, type Monitoring } from "../../../config/engines/monitoring";
import { platformCharts } from "../../../catalogue/versions";
import type { PrometheusRule } from "../../../facts/customResourceDefinitions/monitoring.coreos.com/v1";
import type { AlertGroup } from "../../model/engines/alerts";
import type { MonitoringPlan } from "../../model/engines";
import { type EngineContext, enginesIn, nothingElse } from "../engine";
import { certificateAlerts, neighbourAlerts, probeJob, replicationAlerts } from "./alerts";
import { blackboxValues, nodeExporter, podsOf, probeModule, stackValues } from "./values";

const blackbox = "prometheus-blackbox-exporter";

/**
 * Prometheus and Alertmanager with the rules that their chart ships and the fleet's own, and a blackbox exporter that looks at whatever it is
 * asked to. https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack
 */
export function monitoringPlan(section: Monitoring, { fleet, cluster, others }: EngineContext): MonitoringPlan {
  const { cloud, region = cluster } = fleet.clusters[cluster] ?? { cloud: "existing" };
  const { intervalSeconds, latencyMilliseconds } = section.probes;
  const ofEngines = enginesIn(others).flatMap(({ alerts }) => alerts);
  const waiting = { steps: ["kinds"], nodes: true };
  return {
    ...nothingElse,
    component: { type: "Monitoring", name: "monitoring" },
    // The node exporter shares its node's network and process ids and mounts its root, to measure it.
    namespace: { name: namespace, profile: "privileged" },
    charts: [
      // In a chart of their own: Helm never upgrades what a chart has in its crds folder, and never takes it away.
      {
        step: "kinds",
        release: "prometheus-operator-crds",
        namespace,
        chart: platformCharts.prometheusOperatorCrds,
        after: {},
      },
      {
        step: "stack",
        release: "kube-prometheus-stack",
        namespace,
        chart: platformCharts.kubePrometheusStack,
        values: stackValues(section, { cluster, cloud, region }),
        after: waiting,
      },
      {
        step: "blackbox",
        release: blackbox,
        namespace,
        chart: platformCharts.blackboxExporter,
        values: blackboxValues,
        after: waiting,
      },
    ],
    objects: [
      {
        ...rule,
        step: "rules",
        name: "fleet",
        namespace,
        body: {
          spec: specOf([neighbourAlerts(latencyMilliseconds), certificateAlerts(), ...replicationAlerts(fleet, cluster), ...ofEngines]),
        },
        after: { steps: ["kinds"] },
      },
    ],
    pods: podsOf(section),
    everyNode: [nodeExporter],
    probes: {
      job: probeJob,
      interval: `${intervalSeconds}s`,
      timeout: `${probeTimeoutSeconds}s`,
      namespace,
      prober: { address: `${blackbox}.${namespace}.svc:9115`, module: probeModule },
    },
  };
}

const rule = { apiVersion: "monitoring.coreos.com/v1", kind: "PrometheusRule" } satisfies Partial<PrometheusRule>;

function specOf(groups: readonly AlertGroup[]): PrometheusRule["spec"] {
  return { groups };
}
