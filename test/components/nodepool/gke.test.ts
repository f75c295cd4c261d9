import assert from "node:assert/strict";
import { gkePlan, recordGke, standardGke } from "../fixtures/gke";
import { poolOf } from "../fixtures/plans";
import { at, ofType, only } from "../fixtures/recording";

const nodePool = "gcp:container/nodePool:NodePool";

describe("GkeNodePool", () => {
  it("S0.111 makes the spot part of a pool out of spot machines, not of preemptible ones, which live a day at most", async () => {
    const recording = await standardGke();
    const spot = only(recording, nodePool, "gcp-usw1-4-general-spot-pool").inputs;
    assert.equal(at(spot, "nodeConfig", "spot"), true);
    assert.equal(at(spot, "nodeConfig", "preemptible"), undefined);
    assert.equal(at(only(recording, nodePool, "gcp-usw1-4-general-pool").inputs, "nodeConfig", "spot"), false);
  });

  it("S0.113 keeps pods away from the node's identity", async () => {
    for (const { inputs } of ofType(await standardGke(), nodePool))
      assert.deepEqual(at(inputs, "nodeConfig", "workloadMetadataConfig"), { mode: "GKE_METADATA" });
  });

  it("counts bounds over the whole pool, and takes spot machines wherever there are any", async () => {
    const recording = await standardGke();
    assert.deepEqual(only(recording, nodePool, "gcp-usw1-4-general-pool").inputs["autoscaling"], {
      totalMinNodeCount: 3,
      totalMaxNodeCount: 20,
      locationPolicy: "BALANCED",
    });
    assert.deepEqual(only(recording, nodePool, "gcp-usw1-4-general-spot-pool").inputs["autoscaling"], {
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
    const recording = await standardGke();
    for (const [key, capacity, taints] of [
      ["general", "on-demand", []],
      ["general-spot", "spot", [{ key: "gateway-fleet/capacity", value: "spot", effect: "NO_SCHEDULE" }]],
    ] as const) {
      const { inputs } = only(recording, nodePool, `gcp-usw1-4-${key}-pool`);
      assert.equal(at(inputs, "nodeConfig", "machineType"), "n2-standard-2");
      assert.deepEqual(at(inputs, "nodeConfig", "labels"), {
        "node-type": "general",
        workload: "api-gateway",
        "gateway-fleet/pool": "general",
        "gateway-fleet/capacity": capacity,
      });
      assert.deepEqual(at(inputs, "nodeConfig", "taints"), taints);
      assert.equal(at(inputs, "nodeConfig", "serviceAccount"), "nodes@example.iam.gserviceaccount.com");
    }
  });

  it("runs the container-optimised system on shielded machines, whose kubelet answers nobody without a name [CKV_GCP_22, 68, 72]", async () => {
    for (const { inputs } of ofType(await standardGke(), nodePool)) {
      assert.equal(at(inputs, "nodeConfig", "imageType"), "COS_CONTAINERD");
      assert.deepEqual(at(inputs, "nodeConfig", "shieldedInstanceConfig"), { enableSecureBoot: true, enableIntegrityMonitoring: true });
      assert.equal(at(inputs, "nodeConfig", "kubeletConfig", "insecureKubeletReadonlyPortEnabled"), "FALSE");
    }
  });

  it("is repaired and patched by GKE, a node more at a time and never one fewer [CKV_GCP_9, 10]", async () => {
    for (const { inputs } of ofType(await standardGke(), nodePool)) {
      assert.deepEqual(inputs["management"], { autoRepair: true, autoUpgrade: true });
      assert.deepEqual(inputs["upgradeSettings"], { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 });
      assert.deepEqual(inputs["nodeDrainConfigs"], [{ respectPdbDuringNodePoolDeletion: true }]);
    }
  });

  it("begins with the plan's nodes in each zone, and gives spot nodes the plan's time to drain", async () => {
    const recording = await standardGke();
    const [general, spot] = ["general", "general-spot"].map((key) => only(recording, nodePool, `gcp-usw1-4-${key}-pool`).inputs);
    assert.deepEqual([general?.["initialNodeCount"], spot?.["initialNodeCount"]], [2, 0]);
    const seconds = (inputs: unknown) =>
      ["shutdownGracePeriodSeconds", "shutdownGracePeriodCriticalPodsSeconds"].map((field) =>
        at(inputs, "nodeConfig", "kubeletConfig", field),
      );
    assert.deepEqual(seconds(spot), [120, 15]);
    assert.deepEqual(seconds(general), [undefined, undefined]);
  });

  it("goes with its cluster: it refers to the cluster's own id", async () => {
    for (const { inputs } of ofType(await standardGke(), nodePool)) assert.equal(inputs["cluster"], "gcp-usw1-4-cluster-control-plane-id");
  });

  it("tells what the cloud was told", async () => {
    const recording = await standardGke();
    const [general, spot] = ["general", "general-spot"].map((key) => {
      const { inputs } = only(recording, nodePool, `gcp-usw1-4-${key}-pool`);
      const { physicalName, fingerprint } = poolOf(gkePlan, key);
      assert.equal(inputs["name"], physicalName);
      assert.equal(at(inputs, "nodeConfig", "resourceLabels", "gateway-fleet-fingerprint"), fingerprint);
      return { physicalName, fingerprint };
    });
    assert.notDeepEqual(general, spot);
    assert.deepEqual(recording.outputs["pools"], {
      general: { ...general, max: 20, minor: "1.35" },
      "general-spot": { ...spot, max: 4, minor: "1.35" },
    });
  });
});

describe("GkePoolPriorities", () => {
  it("S0.111 has spot pools tried first and on-demand pools next, for every pod that asks for nothing else", async () => {
    const compute = { ...poolOf(gkePlan, "general"), key: "compute", physicalName: "compute-4c5d6" };
    const plan = { ...gkePlan, pools: [...gkePlan.pools, compute], poolPriorities: [["general-spot"], ["compute", "general"]] };
    const [general, spot] = ["general", "general-spot"].map((key) => poolOf(plan, key).physicalName);
    const { inputs, options } = only(await recordGke(plan), "kubernetes:cloud.google.com/v1:ComputeClass");
    // The name that GKE takes as the cluster's default.
    assert.deepEqual(inputs["metadata"], { name: "default" });
    assert.deepEqual(inputs["spec"], {
      priorities: [{ nodepools: [spot] }, { nodepools: ["compute-4c5d6", general] }],
      whenUnsatisfiable: "DoNotScaleUp",
      activeMigration: { optimizeRulePriority: false },
    });
    assert.ok(options.provider?.endsWith("::gcp-usw1-4-kubernetes"));
  });
});
