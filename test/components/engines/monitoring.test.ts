import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { record } from "../../../preview/record/record";
import { CrossClusterProbes } from "../../../components/engines/monitoring/crossClusterProbes";
import { Monitoring } from "../../../components/engines/monitoring";
import { certificateAlerts } from "../../../plan/engines/alerts";
import { platformCharts } from "../../../catalogue/versions";
import { assertWaits } from "../fixtures/order";
import { assertWellFormed, at, keysOf, ofType, only } from "../fixtures/recording";
import type { Recording } from "../../../preview/record/recording";
import type { MonitoringPlan } from "../../../plan/model/engines";

const pods = (milliCpu: number) => ({ replicas: 1, requests: { cpu: `${milliCpu}m`, memory: "64Mi" } });

const reloader = { cpu: "12m", memory: "34Mi" };

const plan: MonitoringPlan = {
  charts: {
    kinds: platformCharts.prometheusOperatorKinds,
    stack: platformCharts.kubePrometheusStack,
    blackbox: platformCharts.blackboxExporter,
  },
  pods: {
    prometheus: { ...pods(251), sidecar: reloader },
    alertmanager: { ...pods(11), sidecar: reloader },
    operator: pods(51),
    stateMetrics: pods(21),
    blackbox: pods(22),
  },
  nodeExporter: { cpu: "23m", memory: "33Mi" },
  namespace: "monitoring",
  retention: "15d",
  retentionSize: "40GiB",
  storage: "50Gi",
  externalLabels: { cluster: "aws-usw2", cloud: "aws", region: "us-west-2" },
  alertmanagerSecret: undefined,
  grafana: undefined,
  dns: "coreDns",
  probes: { job: "cross-cluster", interval: "15s", timeout: "5s" },
  alerts: [certificateAlerts()],
};

const grafana = { adminSecret: "grafana-admin", pods: pods(52) };

const releaseType = "kubernetes:helm.sh/v3:Release";
const ruleType = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";
const probeType = "kubernetes:monitoring.coreos.com/v1:Probe";

describe("Monitoring", () => {
  let recording: Recording;
  before(async () => {
    recording = await recordMonitoring(plan);
  });
  const valuesOf = (release: string, of: Recording = recording) => only(of, releaseType, `aws-usw2-monitoring-${release}`).inputs["values"];
  const prometheus = () => at(valuesOf("stack"), "prometheus", "prometheusSpec");

  it("is named after its cluster and lives in it", () => {
    assertWellFormed(recording, "k8s");
  });

  it("keeps its series as long as planned, on a volume of the default class", () => {
    const spec = prometheus();
    assert.deepEqual([at(spec, "retention"), at(spec, "retentionSize")], ["15d", "40GiB"]);
    const claim = at(spec, "storageSpec", "volumeClaimTemplate", "spec");
    assert.equal(at(claim, "resources", "requests", "storage"), "50Gi");
    assert.equal(at(claim, "storageClassName"), undefined);
  });

  it("asks for what the plan finds room for", async () => {
    const shown = await recordMonitoring({ ...plan, grafana });
    const requests = (...path: readonly string[]) => at(valuesOf("stack", shown), ...path, "resources", "requests");
    assert.deepEqual(requests("prometheus", "prometheusSpec"), plan.pods.prometheus.requests);
    assert.deepEqual(requests("alertmanager", "alertmanagerSpec"), plan.pods.alertmanager.requests);
    assert.deepEqual(requests("prometheusOperator"), plan.pods.operator.requests);
    assert.deepEqual(requests("prometheusOperator", "prometheusConfigReloader"), reloader);
    assert.deepEqual(requests("kube-state-metrics"), plan.pods.stateMetrics.requests);
    assert.deepEqual(requests("prometheus-node-exporter"), plan.nodeExporter);
    assert.deepEqual(requests("grafana"), grafana.pods.requests);
    assert.deepEqual(at(valuesOf("blackbox"), "resources", "requests"), plan.pods.blackbox.requests);
  });

  it("says whose every alert is, and counts monitors and rules whoever made them", () => {
    assert.deepEqual(at(prometheus(), "externalLabels"), plan.externalLabels);
    for (const kind of ["serviceMonitor", "podMonitor", "probe", "rule", "scrapeConfig"])
      assert.equal(at(prometheus(), `${kind}SelectorNilUsesHelmValues`), false, kind);
  });

  it("asks nothing of what a managed control plane hides, and the one DNS that runs", async () => {
    for (const part of ["kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy"])
      assert.deepEqual(at(valuesOf("stack"), part), { enabled: false }, part);
    const dns = (of: Recording) => ["coreDns", "kubeDns"].map((part) => at(valuesOf("stack", of), part, "enabled"));
    assert.deepEqual(dns(recording), [true, false]);
    assert.deepEqual(dns(await recordMonitoring({ ...plan, dns: "kubeDns" })), [false, true]);
  });

  it("has no password: no Grafana, or one whose Secret is named, and an Alertmanager that reads its receivers from one", async () => {
    assert.deepEqual(at(valuesOf("stack"), "grafana"), { enabled: false });
    const resources = { requests: plan.pods.alertmanager.requests };
    assert.deepEqual(at(valuesOf("stack"), "alertmanager", "alertmanagerSpec"), { resources });
    const named = valuesOf("stack", await recordMonitoring({ ...plan, grafana, alertmanagerSecret: "receivers" }));
    assert.equal(at(named, "grafana", "admin", "existingSecret"), "grafana-admin");
    assert.deepEqual(at(named, "alertmanager", "alertmanagerSpec"), { resources, useExistingSecret: true, configSecret: "receivers" });
  });

  it("lets exporters reach into their nodes, in its own namespace alone", () => {
    const labels = at(only(recording, "kubernetes:core/v1:Namespace").inputs, "metadata", "labels");
    assert.equal(at(labels, "pod-security.kubernetes.io/enforce"), "privileged");
  });

  it("has the plan's alerts, as soon as there are such objects", () => {
    assert.deepEqual(at(only(recording, ruleType).inputs, "spec", "groups"), plan.alerts);
    assertWaits(recording, only(recording, ruleType), only(recording, releaseType, "aws-usw2-monitoring-kinds"));
  });

  it("brings its kinds in a chart of their own, which Helm upgrades and takes away, before whatever uses them", () => {
    assert.equal(at(valuesOf("stack"), "crds", "enabled"), false);
    for (const release of ofType(recording, releaseType).filter(({ name }) => !name.endsWith("-kinds")))
      assertWaits(recording, release, only(recording, releaseType, "aws-usw2-monitoring-kinds"));
  });
});

describe("CrossClusterProbes", () => {
  const target = { cluster: "gcp-usw1", cloud: "gcp", region: "us-west1", leaf: "regional", url: "http://203.0.113.7:80/ready" };

  it("S0.101 asks the blackbox exporter to look at each address, as often as planned and by a way that the exporter has", async () => {
    const { spec } = only(await recordProbes([target]), probeType).inputs;
    const { inputs } = only(await recordMonitoring(plan), releaseType, "aws-usw2-monitoring-blackbox");
    assert.deepEqual([at(spec, "jobName"), at(spec, "interval"), at(spec, "scrapeTimeout")], ["cross-cluster", "15s", "5s"]);
    assert.equal(at(spec, "prober", "url"), `${String(inputs["name"])}.monitoring.svc:9115`);
    assert.deepEqual(keysOf(at(inputs["values"], "config", "modules")), [at(spec, "module")]);
  });

  it("S0.101 says on every series which cluster, cloud and region it is about, and sends none of it to the front door", async () => {
    const [series] = seriesOf(await recordProbes([target]));
    assert.deepEqual(series, {
      __param_target: "http://203.0.113.7:80/ready",
      instance: "http://203.0.113.7:80/ready",
      target_cluster: "gcp-usw1",
      target_cloud: "gcp",
      target_region: "us-west1",
      target_leaf: "regional",
    });
  });

  it("is one object that stays when the last other cluster goes", async () => {
    assert.deepEqual(seriesOf(await recordProbes([])), []);
    assert.equal(seriesOf(await recordProbes([target, { ...target, leaf: "other" }])).length, 2);
  });

  /** What Prometheus makes of the targets: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config */
  function seriesOf(recording: Recording): Record<string, string>[] {
    const { static: targets, relabelingConfigs } = at(only(recording, probeType).inputs, "spec", "targets", "staticConfig") as {
      readonly static: readonly string[];
      readonly relabelingConfigs: readonly {
        readonly sourceLabels: readonly [string];
        readonly regex: string;
        readonly targetLabel: string;
        readonly replacement: string;
      }[];
    };
    return targets.map((address) => {
      const labels: Record<string, string> = { __param_target: address, instance: address };
      for (const { sourceLabels, regex, targetLabel, replacement } of relabelingConfigs) {
        const value = labels[sourceLabels[0]] ?? "";
        const whole = new RegExp(`^(?:${regex})$`);
        if (whole.test(value)) labels[targetLabel] = value.replace(whole, replacement);
      }
      return labels;
    });
  }

  function recordProbes(targets: readonly (typeof target)[]): Promise<Recording> {
    return record(() => {
      const provider = new k8s.Provider("k8s", { kubeconfig: "{}" });
      new CrossClusterProbes("aws-usw2-probes", { plan, partOf: "gateway", targets, after: [] }, { provider });
      return {};
    });
  }
});

function recordMonitoring(monitoring: MonitoringPlan): Promise<Recording> {
  return record(() => {
    const provider = new k8s.Provider("k8s", { kubeconfig: "{}" });
    new Monitoring("aws-usw2-monitoring", { plan: monitoring, partOf: "gateway", after: [] }, { provider });
    return {};
  });
}
