import assert from "node:assert/strict";
import { aksPlan, standardAks } from "../fixtures/aks";
import { poolOf } from "../fixtures/plans";
import { at, ofType, only } from "../fixtures/recording";

const agentPool = "azure-native:containerservice:AgentPool";

describe("AksNodePool", () => {
  it("S0.107 makes the spot part of a pool out of spot machines, and only that part", async () => {
    const recording = await standardAks();
    const spot = only(recording, agentPool, "az-wus2-2-general-spot-pool").inputs;
    assert.deepEqual([spot["scaleSetPriority"], spot["scaleSetEvictionPolicy"], spot["spotMaxPrice"]], ["Spot", "Delete", -1]);
    assert.deepEqual(spot["nodeTaints"], [
      "gateway-fleet/capacity=spot:NoSchedule",
      "kubernetes.azure.com/scalesetpriority=spot:NoSchedule",
    ]);
    const onDemand = only(recording, agentPool, "az-wus2-2-general-pool").inputs;
    assert.equal("scaleSetPriority" in onDemand, false);
  });

  it("gives a spot pool no surge, which Azure refuses", async () => {
    const recording = await standardAks();
    assert.equal("upgradeSettings" in only(recording, agentPool, "az-wus2-2-general-spot-pool").inputs, false);
    assert.deepEqual(only(recording, agentPool, "az-wus2-2-general-pool").inputs["upgradeSettings"], {
      maxSurge: "33%",
      drainTimeoutInMinutes: 30,
    });
  });

  it("S0.106 is a scale set over the plan's zones, in the nodes' subnet", async () => {
    const { inputs } = only(await standardAks(), agentPool, "az-wus2-2-general-pool");
    assert.equal(inputs["type"], "VirtualMachineScaleSets");
    assert.deepEqual(inputs["availabilityZones"], ["1", "2"]);
    assert.equal(inputs["vnetSubnetID"], "az-wus2-2-network-nodes-id");
  });

  it("has the plan's size, machine type, labels and version", async () => {
    const { inputs } = only(await standardAks(), agentPool, "az-wus2-2-general-pool");
    assert.deepEqual([inputs["enableAutoScaling"], inputs["minCount"], inputs["count"], inputs["maxCount"]], [true, 3, 5, 20]);
    assert.equal(inputs["vmSize"], "Standard_D2ds_v5");
    assert.equal(inputs["orchestratorVersion"], "1.35");
    assert.deepEqual(inputs["nodeLabels"], {
      "node-type": "general",
      workload: "api-gateway",
      "gateway-fleet/pool": "general",
      "gateway-fleet/capacity": "on-demand",
    });
    assert.equal(inputs["mode"], "User");
  });

  it("CKV_AZURE_168 CKV_AZURE_226 CKV_AZURE_227 boots both parts from local disks, encrypts what their hosts hold, and counts their pods", async () => {
    for (const { inputs } of ofType(await standardAks(), agentPool)) {
      assert.deepEqual([inputs["osDiskType"], inputs["osDiskSizeGB"]], ["Ephemeral", 64]);
      assert.equal(inputs["enableEncryptionAtHost"], true);
      assert.equal(inputs["maxPods"], 64);
    }
  });

  it("CKV_AZURE_143 gives no node a public address", async () => {
    for (const { inputs } of ofType(await standardAks(), agentPool)) assert.equal(inputs["enableNodePublicIP"], false);
  });

  it("goes with its cluster: it refers to the cluster's own name, and stands beside its replacement", async () => {
    const recording = await standardAks();
    const cluster = only(recording, "azure-native:containerservice:ManagedCluster");
    for (const { inputs, options } of ofType(recording, agentPool)) {
      assert.equal(inputs["resourceName"], "gateway-prod-az-wus2-2");
      assert.ok(options.dependsOn.includes(cluster.urn));
      assert.equal(options.deleteBeforeReplace, false);
    }
  });

  it("does not ignore its size, which would send the recorded one with every other change", async () => {
    for (const { options } of ofType(await standardAks(), agentPool)) assert.deepEqual(options.ignoreChanges, []);
  });

  it("tells what the cloud was told", async () => {
    const recording = await standardAks();
    const [general, spot] = ["general", "general-spot"].map((key) => {
      const { inputs } = only(recording, agentPool, `az-wus2-2-${key}-pool`);
      const { physicalName, fingerprint } = poolOf(aksPlan, key);
      assert.equal(inputs["agentPoolName"], physicalName);
      assert.equal(at(inputs, "tags", "gateway-fleet-fingerprint"), fingerprint);
      return { physicalName, fingerprint };
    });
    assert.notDeepEqual(general, spot);
    assert.deepEqual(recording.outputs["pools"], { general: { ...general, max: 20 }, "general-spot": { ...spot, max: 5 } });
  });
});
