import assert from "node:assert/strict";
import type { Mesh } from "../../../config/engines/mesh";
import { planStack } from "../../../plan";
import { at } from "../../components/fixtures/recording";
import { fleet, gateway, general } from "../fleets";

describe("the plan of a mesh", () => {
  const mesh: Mesh = {
    engine: "istio",
    trustDomain: "cluster.local",
    crossCluster: { exposure: "internal", allowedCidrs: ["10.0.0.0/8"] },
  };
  const { expose, ...internal } = { ...gateway, scaling: { engine: "fixed" as const, replicas: 1 } };
  const workloads = { "api-gateway": { ...gateway, expose }, jobs: { ...internal, port: 9000 } };
  const planned = (changed: Partial<Mesh> = {}) =>
    planStack({
      kind: "fleet",
      stack: "prod",
      fleet: { ...fleet, nodePools: { general: { ...general, max: 30 } }, workloads, platform: { mesh: { ...mesh, ...changed } } },
    }).fleet.clusters.map(({ platform }) => platform.mesh);

  it("S0.98 makes every cluster a network of its own, and names all others to each", () => {
    assert.deepEqual(
      planned().map((plan) => [plan?.network, plan?.crossCluster?.neighbours]),
      [
        ["aws-usw2", ["az-wus2", "gcp-usw1"]],
        ["az-wus2", ["aws-usw2", "gcp-usw1"]],
        ["gcp-usw1", ["aws-usw2", "az-wus2"]],
      ],
    );
  });

  it("S0.98 shares every workload's Service under the name and the port that clients use", () => {
    assert.deepEqual(
      planned()[0]?.crossCluster?.services.map(({ host, port }) => `${host}:${port}`),
      ["api-gateway.api-gateway.svc.cluster.local:80", "jobs.jobs.svc.cluster.local:9000"],
    );
  });

  it("S0.100 leaves open exactly the ports that a front door leads to", () => {
    for (const plan of planned()) {
      const open = plan?.objects.filter(({ body }) => JSON.stringify(body).includes("PERMISSIVE"));
      assert.deepEqual(
        open?.map(({ namespace, body }) => [namespace, at(body, "spec", "portLevelMtls")]),
        [["api-gateway", { "8080": { mode: "PERMISSIVE" } }]],
      );
    }
  });

  it("installs one version of everything, with what GKE needs on GKE alone", () => {
    const plans = planned();
    for (const plan of plans) {
      const charts = [...(plan?.charts ?? []).map(({ chart }) => chart), plan?.crossCluster?.gatewayChart];
      assert.equal(new Set(charts.map((chart) => chart?.version)).size, 1);
    }
    assert.deepEqual(
      plans.map((plan) => plan?.charts.flatMap(({ values }) => at(values, "global", "platform") ?? [])),
      [[], [], ["gke", "gke"]],
    );
  });

  it("makes room for a sidecar beside every replica, or says where there is none", () => {
    const platform = { mesh };
    assert.throws(() => planStack({ kind: "fleet", stack: "prod", fleet: { ...fleet, platform } }), /the mesh's sidecar/);
  });

  it("crosses no cluster unless it is asked for", () => {
    for (const plan of planned({ crossCluster: undefined })) assert.equal(plan?.crossCluster, undefined);
  });
});
