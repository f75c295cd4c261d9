import type { EventScaling } from "../../config/engines/eventScaling";
import { platformCharts } from "../../catalogue/versions";
import type { AlertGroup } from "../model/engines/alerts";
import type { EnginePlan, EnginePods } from "../model/engines/plan";
import { type EngineContext, nothingElse } from "./engine";
import { alert } from "./monitoring/alerts";

const namespace = "keda";

/** The chart's own requests, twice each: one leads, or both answer. https://github.com/kedacore/charts/blob/v2.20.2/keda/values.yaml */
const operator: EnginePods = { replicas: 2, requests: { cpu: "100m", memory: "100Mi" } };
const metricsServer: EnginePods = { replicas: 2, requests: { cpu: "100m", memory: "100Mi" } };
const webhooks: EnginePods = { replicas: 2, requests: { cpu: "10m", memory: "10Mi" } };

/**
 * KEDA: makes autoscalers out of what happens outside of a cluster's pods, and owns the cluster's external metrics. Its operator makes the
 * certificates that its parts and the API server know each other by. https://keda.sh/docs/2.20/
 */
export function eventScalingPlan(_section: EventScaling, { fleet }: EngineContext): EnginePlan {
  const isMonitored = fleet.platform.monitoring !== undefined;
  return {
    ...nothingElse,
    component: { type: "Keda", name: "keda" },
    namespace: { name: namespace, profile: "restricted" },
    charts: [
      {
        step: "release",
        release: "keda",
        namespace,
        chart: platformCharts.keda,
        values: { ...values, prometheus: isMonitored ? measured : {} },
        after: { nodes: true, engines: isMonitored ? ["monitoring"] : [] },
      },
    ],
    objects: [],
    pods: [operator, metricsServer, webhooks],
    alerts: [scalerAlerts],
    needs: isMonitored ? ["monitoring"] : [],
  };
}

const oneStays = { minAvailable: 1 };
const limits = { cpu: "1", memory: "1000Mi" };

/** Component names differ by section, and the chart ignores a wrong one. */
const values = {
  operator: { replicaCount: operator.replicas },
  metricsServer: { replicaCount: metricsServer.replicas },
  webhooks: { replicaCount: webhooks.replicas },
  resources: {
    operator: { requests: operator.requests, limits },
    metricServer: { requests: metricsServer.requests, limits },
    webhooks: { requests: webhooks.requests, limits },
  },
  podDisruptionBudget: { operator: oneStays, metricServer: oneStays, webhooks: oneStays },
  priorityClassName: "system-cluster-critical",
  // It reads Secrets of its own namespace, and no objects but those that Kubernetes itself scales.
  permissions: { operator: { restrict: { secret: true } }, metricServer: { restrict: { secret: true } } },
  rbac: { enabledCustomScaledRefKinds: false },
};

const seen = { enabled: true, serviceMonitor: { enabled: true } };
const measured = { operator: seen, metricServer: seen, webhooks: seen };

/** A scaler that cannot ask its source leaves the replicas as they are. https://keda.sh/docs/2.20/integrations/prometheus/ */
const scalerAlerts: AlertGroup = {
  name: "event-scaling",
  rules: [
    alert("EventScalingBlind", "warning", {
      expr: "sum by (namespace, scaledObject, scaler) (rate(keda_scaler_detail_errors_total[5m])) > 0",
      for: "10m",
      summary: "{{ $labels.scaledObject }} in {{ $labels.namespace }} is not scaled by {{ $labels.scaler }}, which fails.",
    }),
  ],
};
