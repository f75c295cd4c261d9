import assert from "node:assert/strict";
import fc from "fast-check";
import { initialPerZone } from "../../../components/nodepool/gke";
import { gkePlan, recordGke, standardGke } from "../fixtures/gke";
import { at, ofType, only } from "../fixtures/recording";

const nodePool = "gcp:container/nodePool:NodePool";

describe("GkeNodePool", () => {
  it("S0.111 makes the spot half of a pool out of spot machines, not of preemptible ones, which live a day at most", async () => {
    const recording = await standardGke();
    const spot = only(recording, nodePool, "gcp-usw1-general-spot-pool").inputs;
    assert.equal(at(spot, "nodeConfig", "spot"), true);
    assert.equal(at(spot, "nodeConfig", "preemptible"), undefined);
    assert.equal(at(only(recording, nodePool, "gcp-usw1-general-pool").inputs, "nodeConfig", "spot"), false);
  });

  it("S0.113 keeps pods away from the node's identity", async () => {
    for (const { inputs } of ofType(await standardGke(), nodePool))
      assert.deepEqual(at(inputs, "nodeConfig", "workloadMetadataConfig"), { mode: "GKE_METADATA" });
  });

  it("counts bounds over the whole pool, and takes spot machines wherever there are any", async () => {
    const recording = await standardGke();
    assert.deepEqual(only(recording, nodePool, "gcp-usw1-general-pool").inputs["autoscaling"], {
      totalMinNodeCount: 3,
      totalMaxNodeCount: 20,
      locationPolicy: "BALANCED",
    });
    assert.deepEqual(only(recording, nodePool, "gcp-usw1-general-spot-pool").inputs["autoscaling"], {
      totalMinNodeCount: 0,
      totalMaxNodeCount: 4,
      locationPolicy: "ANY",
    });
  });

  it("leaves its size to the autoscaler after creation", async () => {
    for (const { inputs, options } of ofType(await standardGke(), nodePool)) {
      assert.equal("nodeCount" in inputs, false);
      assert.deepEqual(options.ignoreChanges, ["initialNodeCount"]);
    }
  });

  it("has the plan's machine type, labels and taints, under the cluster's node account", async () => {
    const { inputs } = only(await standardGke(), nodePool, "gcp-usw1-general-pool");
    assert.equal(at(inputs, "nodeConfig", "machineType"), "n2-standard-2");
    assert.deepEqual(at(inputs, "nodeConfig", "labels"), { "node-type": "general", workload: "api-gateway" });
    assert.deepEqual(at(inputs, "nodeConfig", "taints"), [{ key: "workload", value: "high-cpu", effect: "NO_SCHEDULE" }]);
    assert.equal(at(inputs, "nodeConfig", "serviceAccount"), "nodes@example.iam.gserviceaccount.com");
  });

  it("goes with its cluster: it refers to the cluster's own id", async () => {
    for (const { inputs } of ofType(await standardGke(), nodePool)) assert.equal(inputs["cluster"], "gcp-usw1-control-plane-id");
  });

  it("tells what the cloud was told", async () => {
    const recording = await standardGke();
    assert.equal(
      at(only(recording, nodePool, "gcp-usw1-general-pool").inputs, "nodeConfig", "resourceLabels", "gateway-fleet-fingerprint"),
      "0123456789",
    );
    assert.deepEqual(recording.outputs["pools"], [
      { physicalName: "general", fingerprint: "0123456789", max: 20 },
      { physicalName: "general-spot", fingerprint: "abcdef0123", max: 4 },
    ]);
  });
});

describe("the version of a GKE pool", () => {
  const versionWhen = async (masterVersion: string) => {
    const answers = { endpoint: "203.0.113.200", masterAuth: { clusterCaCertificate: "Q0E=" }, masterVersion };
    const { resources } = await recordGke(gkePlan, { outputs: (type) => (type === "gcp:container/cluster:Cluster" ? answers : {}) });
    const versions = resources.filter(({ type }) => type === "gcp:container/nodePool:NodePool").map(({ inputs }) => inputs["version"]);
    return [...new Set(versions)];
  };

  it("is its control plane's, patch and all, which is also where auto-upgrades take it", async () => {
    assert.deepEqual(await versionWhen("1.35.8-gke.1225000"), ["1.35.8-gke.1225000"]);
    assert.deepEqual(await versionWhen("1.36.1-gke.1000000"), ["1.36.1-gke.1000000"]);
  });

  it("is the planned minor in a preview of an upgrade, where the control plane's is still the old one", async () => {
    assert.deepEqual(await versionWhen("1.34.9-gke.1655001"), ["1.35"]);
  });
});

describe("initialPerZone", () => {
  it("rounds up: 5 nodes over 3 zones begin as 2 in each", () => {
    assert.equal(initialPerZone({ initial: 5, bounds: { min: 3, max: 20 } }, 3), 2);
  });

  it("never begins above the pool's maximum", () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 6 }), (size, zones) => {
        assert.ok(initialPerZone(size, zones) * zones <= size.bounds.max);
      }),
    );
  });

  it("begins with at least the initial nodes whenever whole zones fit", () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 6 }), (size, zones) => {
        fc.pre(Math.ceil(size.initial / zones) * zones <= size.bounds.max);
        const nodes = initialPerZone(size, zones) * zones;
        assert.ok(nodes >= size.initial && nodes < size.initial + zones);
      }),
    );
  });
});

const sizes = fc
  .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 500 }))
  .map(([initial, max]) => ({ initial: Math.min(initial, max), bounds: { min: 0, max } }));
