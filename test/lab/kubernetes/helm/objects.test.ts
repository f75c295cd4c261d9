import assert from "node:assert/strict";
import { chartFacts } from "../../../../facts/charts";
import type { ReleaseSpec } from "../../../../lab/kubernetes/helm/chart";
import { chartOf } from "../../../../lab/kubernetes/helm/charts";
import { objectsOf as rendered } from "../../../../lab/kubernetes/helm/objects";
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

  it("are as many Deployments as a chart has, each with what its own section says", () => {
    const values = {
      operator: { replicaCount: 2 },
      webhooks: { replicaCount: 3 },
      resources: { metricServer: { requests: { cpu: "50m" } } },
      podDisruptionBudget: { operator: { minAvailable: 1 } },
    };
    const keda = objectsOf(release({ name: "keda", chart: "keda", namespace: "keda", version: "2.20.2", values }));
    const deployments = keda.filter(({ kind }) => kind === "Deployment");
    assert.deepEqual(
      deployments.map(({ metadata, spec }) => [metadata.name, (spec as Properties)["replicas"]]),
      [
        ["keda-operator", 2],
        ["keda-operator-metrics-apiserver", 1],
        ["keda-admission-webhooks", 3],
      ],
    );
    assert.deepEqual(
      keda.filter(({ kind }) => kind === "PodDisruptionBudget").map(({ metadata }) => metadata.name),
      ["keda-operator"],
    );
    const selectors = deployments.map(({ spec }) => JSON.stringify((spec as Properties)["selector"]));
    assert.equal(new Set(selectors).size, 3);
    assert.match(JSON.stringify(deployments[1]), /"resources":\{"requests":\{"cpu":"50m"\}\}/);
  });

  it("leave out what a chart's values leave out", () => {
    const off = { create: false };
    const names = (values: Properties) =>
      objectsOf(release({ name: "flux", chart: "flux2", namespace: "flux-system", version: "2.18.3", values }))
        .filter(({ kind }) => kind === "Deployment")
        .map(({ metadata }) => metadata.name);
    assert.equal(names({}).length, 6);
    assert.deepEqual(
      names({ helmController: off, notificationController: off, imageReflectionController: off, imageAutomationController: off }),
      ["source-controller", "kustomize-controller"],
    );
  });

  it("run on every node where the chart's do", () => {
    const [cni] = objectsOf(release({ name: "istio-cni", chart: "cni", version: "1.31.4" })).filter(({ kind }) => kind === "DaemonSet");
    assert.equal(cni?.metadata.name, "istio-cni-node");
    assert.equal((cni["spec"] as Properties)["replicas"], undefined);
  });

  it("run on every node of the charts of which facts say so, and no others", () => {
    for (const [name, { nodeAgents = [] }] of Object.entries(chartFacts)) {
      const agents = chartOf(name)?.workloads.filter(({ kind }) => kind === "DaemonSet") ?? [];
      assert.equal(agents.length, nodeAgents.length, name);
    }
  });

  it("have the chart's webhooks, which ask a Service that leads to its pods", () => {
    const objects = objectsOf(release({ name: "aws-load-balancer-controller" }));
    const [service] = objects.filter(({ kind }) => kind === "Service");
    const [deployment] = objects.filter(({ kind }) => kind === "Deployment");
    assert.deepEqual((service?.["spec"] as Properties)["selector"], at(deployment, "spec", "selector", "matchLabels"));
    const webhooks = webhooksOf({ name: "aws-load-balancer-controller" });
    for (const { clientConfig } of webhooks)
      assert.deepEqual(clientConfig, {
        service: { namespace: "kube-system", name: service?.metadata.name, path: "/", port: 443 },
        caBundle: Buffer.from(authority).toString("base64"),
      });
    assert.ok(webhooks.some(({ name, failurePolicy }) => name === "vingress.elbv2.k8s.aws" && failurePolicy === "Fail"));
  });

  it("have no webhook that the values turn off", () => {
    const values = { enableServiceMutatorWebhook: false, webhookConfig: { disableIngressValidation: true } };
    const names = webhooksOf({ values }).map(({ name }) => name);
    assert.ok(!names.includes("mservice.elbv2.k8s.aws") && !names.includes("vingress.elbv2.k8s.aws"));
    assert.deepEqual(webhooksOf({ chart: "external-secrets", version: "2.9.0", values: { webhook: { create: false } } }), []);
  });
});

const authority = "-----BEGIN CERTIFICATE-----";
const objectsOf = (spec: ReleaseSpec) => rendered(spec, authority);

function release(changes: Partial<ReleaseSpec>): ReleaseSpec {
  return { name: "edge", namespace: "kube-system", chart: "aws-load-balancer-controller", version: "3.5.0", values: {}, ...changes };
}

function find(kind: string, changes: Partial<ReleaseSpec>): ReturnType<typeof objectsOf>[number] | undefined {
  return objectsOf(release(changes)).find((object) => object.kind === kind);
}

interface RenderedWebhook {
  readonly name: string;
  readonly failurePolicy: string;
  readonly clientConfig: object;
}

function webhooksOf(changes: Partial<ReleaseSpec>): readonly RenderedWebhook[] {
  return objectsOf(release(changes)).flatMap((object) => (object["webhooks"] ?? []) as readonly RenderedWebhook[]);
}

function at(object: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], object);
}

function nameOf(changes: Partial<ReleaseSpec>): string | undefined {
  return find("Deployment", changes)?.metadata.name;
}

function specOf(kind: string, changes: Partial<ReleaseSpec>): Properties {
  return (find(kind, changes)?.["spec"] ?? {}) as Properties;
}
