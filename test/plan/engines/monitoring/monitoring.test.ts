import assert from "node:assert/strict";
import { planStack } from "../../../../plan";
import { neighboursOf } from "../../../../plan/engines/monitoring/neighbours";
import { at } from "../../../components/fixtures/recording";
import { fleet, general } from "../../fleets";
import type { MonitoringPlan } from "../../../../plan/model/engines";

const monitoring = {
  engine: "kubePrometheusStack",
  retentionDays: 15,
  storageGiB: 50,
  probes: { intervalSeconds: 15, latencyMilliseconds: 500 },
} as const;

// The exporter takes the part of AKS's nodes that a third replica had on each.
const nodePools = { general: { ...general, max: 26 } };
const planned = (more: Partial<typeof fleet> = {}) =>
  planStack({ kind: "fleet", stack: "prod", fleet: { ...fleet, nodePools, platform: { monitoring }, ...more } }).fleet.clusters;
const plansOf = (more?: Partial<typeof fleet>): MonitoringPlan[] => planned(more).flatMap(({ platform }) => platform.monitoring ?? []);

describe("the plan of monitoring", () => {
  const prometheus = (plan: MonitoringPlan) => at(plan.charts.find(({ step }) => step === "stack")?.values, "prometheus", "prometheusSpec");

  it("says on every alert whose it is", () => {
    assert.deepEqual(
      plansOf().map((plan) => at(prometheus(plan), "externalLabels")),
      [
        { cluster: "aws-usw2", cloud: "aws", region: "us-west-2" },
        { cluster: "az-wus2", cloud: "azure", region: "westus2" },
        { cluster: "gcp-usw1", cloud: "gcp", region: "us-west1" },
      ],
    );
  });

  it("drops the oldest series before the volume is full", () => {
    for (const plan of plansOf()) {
      const said = prometheus(plan);
      const volume = at(said, "storageSpec", "volumeClaimTemplate", "spec", "resources", "requests", "storage");
      assert.deepEqual([volume, at(said, "retention"), at(said, "retentionSize")], ["50Gi", "15d", "40GiB"]);
    }
  });

  it("is nothing where nobody asks for it", () => {
    assert.deepEqual(plansOf({ platform: {} }), []);
  });
});

describe("neighboursOf", () => {
  it("S0.101 has every cluster look at the readiness of the gateway in all others, whatever their cloud", () => {
    const clusters = planned();
    for (const { name } of clusters)
      assert.deepEqual(
        neighboursOf(clusters, name),
        clusters
          .filter((other) => other.name !== name)
          .map(({ name: cluster, cloud, region }) => ({ cluster, cloud, region, port: 80, path: "/ready" })),
      );
  });

  it("asks for no address that the fleet does not know, and has those clusters look at the others", () => {
    const clusters = planned({
      clusters: {
        ...fleet.clusters,
        local: { cloud: "existing", context: "kind-local", kubernetes: "1.35", service: "ClusterIP", overrides: {} },
      },
    });
    assert.ok(!neighboursOf(clusters, "aws-usw2").some(({ cluster }) => cluster === "local"));
    assert.equal(neighboursOf(clusters, "local").length, 3);
  });

  it("looks at no front door without a workload behind it", () => {
    assert.deepEqual(neighboursOf(planned({ workloads: {} }), "aws-usw2"), []);
  });
});
