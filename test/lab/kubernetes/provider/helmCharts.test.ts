import assert from "node:assert/strict";
import { objectsOf, type ReleaseSpec } from "../../../../lab/kubernetes/provider/helmCharts";
import type { Properties } from "../../../../facts/properties/values";

describe("the objects of a Helm release in the lab", () => {
  it("are called as the chart's templates call them", () => {
    assert.equal(nameOf({ name: "aws-load-balancer-controller" }), "aws-load-balancer-controller");
    assert.equal(nameOf({ name: "edge" }), "edge-aws-load-balancer-controller");
    assert.equal(nameOf({ name: "edge", values: { fullnameOverride: "lb" } }), "lb");
    assert.equal(nameOf({ name: "edge", values: { nameOverride: "lb" } }), "edge-lb");
    assert.equal(nameOf({ name: `${"a".repeat(62)}--`, values: { fullnameOverride: `${"a".repeat(62)}-b` } }), "a".repeat(62));
  });

  it("carry the labels by which the load balancer controller is found", () => {
    const labels = find("Deployment", {})?.metadata.labels ?? {};
    assert.equal(labels["app.kubernetes.io/name"], "aws-load-balancer-controller");
    assert.equal(labels["app.kubernetes.io/instance"], "edge");
  });

  it("take the chart's own values where the program has none", () => {
    assert.equal(specOf("Deployment", {})["replicas"], 2);
    assert.equal(specOf("Deployment", { values: { replicaCount: 3 } })["replicas"], 3);
    assert.equal(specOf("Deployment", { chart: "prometheus-blackbox-exporter" })["replicas"], 1);
  });

  it("are not made up for a chart that nobody has looked into", () => {
    assert.throws(() => objectsOf(release({ chart: "anything" })), /the lab has no model of chart anything/);
  });

  it("have a service account unless it is made elsewhere", () => {
    assert.equal(find("ServiceAccount", {})?.metadata.name, "edge-aws-load-balancer-controller");
    assert.equal(find("ServiceAccount", { values: { serviceAccount: { name: "lb" } } })?.metadata.name, "lb");
    assert.equal(find("ServiceAccount", { values: { serviceAccount: { create: false, name: "lb" } } }), undefined);
  });

  it("have a disruption budget where one is asked for", () => {
    assert.equal(find("PodDisruptionBudget", {}), undefined);
    assert.equal(specOf("PodDisruptionBudget", { values: { podDisruptionBudget: { maxUnavailable: 1 } } })["maxUnavailable"], 1);
  });

  it("take what Karpenter's chart says in words of its own", () => {
    const values = { replicas: 1, controller: { image: { tag: "1.14.0" }, resources: { requests: { cpu: "500m" } } } };
    const spec = specOf("Deployment", { name: "karpenter", chart: "karpenter", values });
    assert.equal(spec["replicas"], 1);
    assert.deepEqual(spec["strategy"], { rollingUpdate: { maxUnavailable: 1 } });
    const { containers, affinity } = (spec["template"] as { spec: { containers: unknown; affinity: object } }).spec;
    const image = "public.ecr.aws/karpenter/controller:1.14.0";
    assert.deepEqual(containers, [{ name: "karpenter", image, resources: { requests: { cpu: "500m" } } }]);
    assert.deepEqual(Object.keys(affinity), ["nodeAffinity", "podAntiAffinity"]);
    assert.equal(specOf("Deployment", { name: "karpenter", chart: "karpenter" })["replicas"], 2);
  });
});

function release(changes: Partial<ReleaseSpec>): ReleaseSpec {
  return { name: "edge", namespace: "kube-system", chart: "aws-load-balancer-controller", version: "3.5.0", values: {}, ...changes };
}

function find(kind: string, changes: Partial<ReleaseSpec>): ReturnType<typeof objectsOf>[number] | undefined {
  return objectsOf(release(changes)).find((object) => object.kind === kind);
}

function nameOf(changes: Partial<ReleaseSpec>): string | undefined {
  return find("Deployment", changes)?.metadata.name;
}

function specOf(kind: string, changes: Partial<ReleaseSpec>): Properties {
  return (find(kind, changes)?.["spec"] ?? {}) as Properties;
}
