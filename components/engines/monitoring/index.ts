import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import type { Release } from "@pulumi/kubernetes/helm/v3/release";
import * as pulumi from "@pulumi/pulumi";
import type { PrometheusRule } from "../../customResourceDefinitions/monitoring.coreos.com/v1";
import { managedLabels } from "../../kubernetes/labels";
import { createNamespace } from "../../kubernetes/namespace";
import { installChart } from "../../kubernetes/chart";
import type { MonitoringPlan } from "../../../plan/model/engines";

export interface MonitoringArgs {
  readonly plan: MonitoringPlan;
  /** The fleet's name. */
  readonly partOf: string;
  /** Nodes that it can run on. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Prometheus and Alertmanager with the rules that their chart ships and the plan's own, and a blackbox exporter that looks at whatever it is
 * asked to. Takes the cluster's Kubernetes provider by its options.
 * https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack
 */
export class Monitoring extends pulumi.ComponentResource {
  readonly namespace: pulumi.Output<string>;

  constructor(name: string, { plan, partOf, after }: MonitoringArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:platform:Monitoring", name, {}, opts);
    const child = { parent: this };

    // The node exporter shares its node's network and process ids and mounts its root, to measure it.
    const { metadata } = createNamespace(`${name}-namespace`, plan.namespace, partOf, child, { profile: "privileged" });
    this.namespace = metadata.name;
    const kinds = createKinds(`${name}-kinds`, metadata.name, plan, child);
    const waiting = { ...child, dependsOn: [kinds, ...after] };
    installStack(`${name}-stack`, metadata.name, plan, waiting);
    installBlackbox(`${name}-blackbox`, metadata.name, plan, waiting);
    createRules(`${name}-rules`, { plan, partOf, namespace: metadata.name }, { ...child, dependsOn: [kinds] });
    this.registerOutputs({});
  }
}

/** How the blackbox exporter asks. */
export const probeModule = "front_door";
const blackbox = "prometheus-blackbox-exporter";

/** Where Prometheus finds the blackbox exporter. */
export function proberAddress({ namespace }: MonitoringPlan): string {
  return `${blackbox}.${namespace}.svc:9115`;
}

/** In a chart of their own: Helm never upgrades what a chart has in its crds folder, and never takes it away. */
function createKinds(
  name: string,
  namespace: pulumi.Input<string>,
  { charts }: MonitoringPlan,
  opts: pulumi.CustomResourceOptions,
): Release {
  return installChart(name, { name: "prometheus-operator-crds", namespace, chart: charts.kinds }, opts);
}

function installStack(name: string, namespace: pulumi.Input<string>, plan: MonitoringPlan, opts: pulumi.CustomResourceOptions): Release {
  const off = { enabled: false };
  return installChart(
    name,
    {
      name: "kube-prometheus-stack",
      namespace,
      chart: plan.charts.stack,
      values: {
        crds: off,
        // The clouds run these and show them to nobody; kube-proxy answers its own node alone.
        kubeControllerManager: off,
        kubeScheduler: off,
        kubeEtcd: off,
        kubeProxy: off,
        // Each would select the other's pods, at a port that they do not have.
        coreDns: { enabled: plan.dns === "coreDns" },
        kubeDns: { enabled: plan.dns === "kubeDns" },
        prometheusOperator: {
          resources: { requests: plan.pods.operator.requests },
          prometheusConfigReloader: { resources: { requests: plan.pods.prometheus.sidecar } },
        },
        "kube-state-metrics": { resources: { requests: plan.pods.stateMetrics.requests } },
        "prometheus-node-exporter": { resources: { requests: plan.nodeExporter } },
        grafana: grafanaValues(plan),
        alertmanager: { alertmanagerSpec: alertmanagerValues(plan) },
        prometheus: { prometheusSpec: prometheusValues(plan) },
      },
    },
    opts,
  );
}

/** The chart would make up a password, or has one that everybody knows. */
function grafanaValues({ grafana }: MonitoringPlan): Record<string, unknown> {
  if (grafana === undefined) return { enabled: false };
  const { adminSecret, pods } = grafana;
  return {
    enabled: true,
    resources: { requests: pods.requests },
    admin: { existingSecret: adminSecret, userKey: "admin-user", passwordKey: "admin-password" },
  };
}

/** The chart's own configuration has a receiver that tells nobody. */
function alertmanagerValues({ alertmanagerSecret, pods: { alertmanager } }: MonitoringPlan): Record<string, unknown> {
  const resources = { requests: alertmanager.requests };
  return alertmanagerSecret === undefined ? { resources } : { resources, useExistingSecret: true, configSecret: alertmanagerSecret };
}

function prometheusValues({
  retention,
  retentionSize,
  storage,
  externalLabels,
  pods: { prometheus },
}: MonitoringPlan): Record<string, unknown> {
  return {
    retention,
    retentionSize,
    externalLabels,
    // Monitors and rules count whoever made them; by default only those of this release.
    serviceMonitorSelectorNilUsesHelmValues: false,
    podMonitorSelectorNilUsesHelmValues: false,
    probeSelectorNilUsesHelmValues: false,
    ruleSelectorNilUsesHelmValues: false,
    scrapeConfigSelectorNilUsesHelmValues: false,
    // Without a limit: a Prometheus that is killed for its memory reads its log again, and needs more of it.
    resources: { requests: prometheus.requests },
    storageSpec: { volumeClaimTemplate: { spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage } } } } },
  };
}

/** https://github.com/prometheus/blackbox_exporter/blob/master/CONFIGURATION.md */
function installBlackbox(
  name: string,
  namespace: pulumi.Input<string>,
  { charts, probes, pods }: MonitoringPlan,
  opts: pulumi.CustomResourceOptions,
): Release {
  // An answer from elsewhere is not the front door's.
  const http = { follow_redirects: false, preferred_ip_protocol: "ip4" };
  return installChart(
    name,
    {
      name: blackbox,
      namespace,
      chart: charts.blackbox,
      values: {
        config: { modules: { [probeModule]: { prober: "http", timeout: probes.timeout, http } } },
        resources: { requests: pods.blackbox.requests, limits: { memory: "128Mi" } },
      },
    },
    opts,
  );
}

interface Rules {
  readonly plan: MonitoringPlan;
  readonly partOf: string;
  readonly namespace: pulumi.Input<string>;
}

const ofKind = { apiVersion: "monitoring.coreos.com/v1", kind: "PrometheusRule" } satisfies Partial<PrometheusRule>;

function createRules(name: string, { plan, partOf, namespace }: Rules, opts: pulumi.CustomResourceOptions): CustomResource {
  const spec: PrometheusRule["spec"] = { groups: plan.alerts };
  return new CustomResource(name, { ...ofKind, metadata: { name: "fleet", namespace, labels: { ...managedLabels(partOf) } }, spec }, opts);
}
