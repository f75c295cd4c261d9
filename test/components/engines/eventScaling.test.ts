import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { Engine } from "../../../components/engines/engine";
import { eventScalingPlan } from "../../../plan/engines/eventScaling";
import { monitoringPlan } from "../../../plan/engines/monitoring";
import { inOrder } from "../../../plan/engines";
import { record } from "../../../preview/record/record";
import type { Recording } from "../../../preview/record/recording";
import { everyEngine } from "../../plan/fleets";
import { contextOf, insideOf, recordEngine } from "../fixtures/inside";
import { assertWaits } from "../fixtures/order";
import { assertWellFormed, at, only } from "../fixtures/recording";

const releaseType = "kubernetes:helm.sh/v3:Release";
const { eventScaling: section, monitoring } = everyEngine;

describe("KEDA, which needs no component of its own", () => {
  const plan = eventScalingPlan(section, contextOf("aws-usw2"));
  let recording: Recording;
  before(async () => (recording = await recordEngine(plan)));
  const values = (...path: string[]) => at(only(recording, releaseType).inputs["values"], ...path);

  it("is a chart in a namespace of restricted pods, below a component of its own name", () => {
    assertWellFormed(recording, "k8s");
    assert.equal(only(recording, "gateway-fleet:platform:Keda").name, "aws-usw2-keda");
    assert.equal(only(recording, releaseType).inputs["namespace"], "keda");
    const labels = at(only(recording, "kubernetes:core/v1:Namespace").inputs, "metadata", "labels");
    assert.equal(at(labels, "pod-security.kubernetes.io/enforce"), "restricted");
  });

  it("asks for what the plan finds room for, under the names that each section of the chart has for its parts", () => {
    const asked = [
      { replicas: values("operator", "replicaCount"), requests: values("resources", "operator", "requests") },
      { replicas: values("metricsServer", "replicaCount"), requests: values("resources", "metricServer", "requests") },
      { replicas: values("webhooks", "replicaCount"), requests: values("resources", "webhooks", "requests") },
    ];
    assert.deepEqual(asked, plan.pods);
  });

  it("survives the loss of a node: two of each part, of which one stays", () => {
    for (const part of ["operator", "metricServer", "webhooks"]) assert.deepEqual(values("podDisruptionBudget", part), { minAvailable: 1 });
    assert.deepEqual([...new Set(plan.pods.map(({ replicas }) => replicas))], [2]);
  });

  it("reads neither Secrets of other namespaces nor objects that Kubernetes does not scale itself", () => {
    assert.deepEqual(values("permissions", "operator"), { restrict: { secret: true } });
    assert.equal(values("rbac", "enabledCustomScaledRefKinds"), false);
  });

  it("is measured where there is monitoring, once that is there, and asks for no monitor where nobody knows such objects", async () => {
    assert.deepEqual(values("prometheus"), {});
    const context = contextOf("aws-usw2", { eventScaling: section, monitoring });
    const seen = eventScalingPlan(section, context);
    const watching = monitoringPlan(monitoring, context);
    assert.deepEqual(inOrder({ eventScaling: seen, monitoring: watching }), ["monitoring", "eventScaling"]);
    const both = await record(() => {
      const inside = insideOf(new k8s.Provider("k8s", { kubeconfig: "{}" }));
      const others = new Map([["monitoring", new Engine("aws-usw2-monitoring", watching, inside)]]);
      new Engine("aws-usw2-keda", seen, inside, { others });
      return {};
    });
    const release = only(both, releaseType, "aws-usw2-keda-release");
    assert.equal(at(release.inputs["values"], "prometheus", "operator", "serviceMonitor", "enabled"), true);
    assertWaits(both, release, only(both, releaseType, "aws-usw2-monitoring-kinds"));
  });
});
