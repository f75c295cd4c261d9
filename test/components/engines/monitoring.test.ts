import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { record } from "../../../preview/record/record";
import { CrossClusterProbes } from "../../../components/engines/monitoring/crossClusterProbes";
import type { Monitoring } from "../../../config/engines/monitoring";
import { eventScalingPlan } from "../../../plan/engines/eventScaling";
import { monitoringPlan } from "../../../plan/engines/monitoring";
import { contextOf, insideOf, recordEngine } from "../fixtures/inside";
import { assertWaits } from "../fixtures/order";
import { assertWellFormed, at, keysOf, ofType, only } from "../fixtures/recording";
import type { Recording } from "../../../preview/record/recording";

const section: Monitoring = {
  engine: "kubePrometheusStack",
  retentionDays: 15,
  storageGiB: 50,
  probes: { intervalSeconds: 15, latencyMilliseconds: 500 },
};
const grafana = { adminSecret: "grafana-admin" };

const releaseType = "kubernetes:helm.sh/v3:Release";
const ruleType = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";
const probeType = "kubernetes:monitoring.coreos.com/v1:Probe";

describe("Monitoring", () => {
  let recording: Recording;
  before(async () => {
    recording = await recordMonitoring(section);
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
    const asked = { ...section, grafana };
    const shown = await recordMonitoring(asked);
    const requests = (...path: readonly string[]) => at(valuesOf("stack", shown), ...path, "resources", "requests");
    const plan = planOf(asked);
    assert.deepEqual(
      [
        requests("prometheus", "prometheusSpec"),
        requests("alertmanager", "alertmanagerSpec"),
        requests("prometheusOperator"),
        requests("kube-state-metrics"),
        at(valuesOf("blackbox"), "resources", "requests"),
        requests("grafana"),
      ],
      plan.pods.map((pods) => pods.requests),
    );
    const reloaders = plan.pods.flatMap(({ sidecar }) => sidecar ?? []);
    assert.deepEqual(reloaders, Array.from({ length: 2 }).fill(requests("prometheusOperator", "prometheusConfigReloader")));
    assert.deepEqual([requests("prometheus-node-exporter")], plan.everyNode);
  });

  it("says whose every alert is, and counts monitors and rules whoever made them", () => {
    assert.deepEqual(at(prometheus(), "externalLabels"), { cluster: "aws-usw2", cloud: "aws", region: "us-west-2" });
    for (const kind of ["serviceMonitor", "podMonitor", "probe", "rule", "scrapeConfig"])
      assert.equal(at(prometheus(), `${kind}SelectorNilUsesHelmValues`), false, kind);
  });

  it("asks nothing of what a managed control plane hides, and the one DNS that runs", async () => {
    for (const part of ["kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy"])
      assert.deepEqual(at(valuesOf("stack"), part), { enabled: false }, part);
    const dns = (of: Recording) => ["coreDns", "kubeDns"].map((part) => at(valuesOf("stack", of), part, "enabled"));
    assert.deepEqual(dns(recording), [true, false]);
    assert.deepEqual(dns(await recordMonitoring(section, "gcp-usw1")), [false, true]);
  });

  it("has no password: no Grafana, or one whose Secret is named, and an Alertmanager that reads its receivers from one", async () => {
    assert.deepEqual(at(valuesOf("stack"), "grafana"), { enabled: false });
    const { resources, ...nothingElse } = at(valuesOf("stack"), "alertmanager", "alertmanagerSpec") as { readonly resources: unknown };
    assert.deepEqual(nothingElse, {});
    const named = valuesOf("stack", await recordMonitoring({ ...section, grafana, alertmanagerSecret: "receivers" }));
    assert.equal(at(named, "grafana", "admin", "existingSecret"), "grafana-admin");
    assert.deepEqual(at(named, "alertmanager", "alertmanagerSpec"), { resources, useExistingSecret: true, configSecret: "receivers" });
  });

  it("lets exporters reach into their nodes, in its own namespace alone", () => {
    const labels = at(only(recording, "kubernetes:core/v1:Namespace").inputs, "metadata", "labels");
    assert.equal(at(labels, "pod-security.kubernetes.io/enforce"), "privileged");
  });

  it("has the alerts of the fleet and of every engine beside it, as soon as there are such objects", async () => {
    const groups = (of: Recording) =>
      (at(only(of, ruleType).inputs, "spec", "groups") as readonly { readonly name: string }[]).map(({ name }) => name);
    assert.deepEqual(groups(recording), ["neighbours", "certificates"]);
    const eventScaling = eventScalingPlan({ engine: "keda" }, contextOf("aws-usw2", { monitoring: section }));
    const beside = monitoringPlan(section, contextOf("aws-usw2", { monitoring: section }, { eventScaling }));
    assert.deepEqual(groups(await recordEngine(beside)), ["neighbours", "certificates", "event-scaling"]);
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
    const { inputs } = only(await recordMonitoring(section), releaseType, "aws-usw2-monitoring-blackbox");
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
      new CrossClusterProbes("aws-usw2-probes", { plan: planOf(section).probes, targets, after: [] }, insideOf(provider));
      return {};
    });
  }
});

function planOf(monitoring: Monitoring, cluster = "aws-usw2") {
  return monitoringPlan(monitoring, contextOf(cluster, { monitoring }));
}

function recordMonitoring(monitoring: Monitoring, cluster?: string): Promise<Recording> {
  return recordEngine(planOf(monitoring, cluster));
}
