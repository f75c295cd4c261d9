import assert from "node:assert/strict";
import { standardAks } from "../../fixtures/aks";
import { assertWaits } from "../../fixtures/order";
import { at, only } from "../../fixtures/recording";

const workspaceType = "azure-native:operationalinsights:Workspace";
const settingType = "azure-native:monitor:DiagnosticSetting";

describe("AksLogs", () => {
  it("CKV_AZURE_4 S3.58 keeps the control plane's logs, among them every change by whom, for a year", async () => {
    const recording = await standardAks();
    const workspace = only(recording, workspaceType);
    assert.equal(workspace.inputs["retentionInDays"], 365);
    assert.equal(workspace.inputs["workspaceName"], "gateway-prod-az-wus2-2-logs");
    const { inputs } = only(recording, settingType);
    assert.equal(inputs["workspaceId"], "az-wus2-2-cluster-logs-workspace-id");
    assert.equal(inputs["resourceUri"], "az-wus2-2-cluster-control-plane-id");
    const logs = inputs["logs"];
    assert.ok(Array.isArray(logs));
    assert.deepEqual(
      logs.map((log) => [at(log, "category"), at(log, "enabled")]),
      [
        "kube-apiserver",
        "kube-audit-admin",
        "kube-controller-manager",
        "kube-scheduler",
        "cluster-autoscaler",
        "cloud-controller-manager",
        "guard",
      ].map((category) => [category, true]),
    );
  });

  it("writes to tables of AKS's own", async () => {
    assert.equal(only(await standardAks(), settingType).inputs["logAnalyticsDestinationType"], "Dedicated");
  });

  it("is open to nobody without Entra ID, and takes nothing over the network", async () => {
    const { inputs } = only(await standardAks(), workspaceType);
    assert.equal(at(inputs, "features", "disableLocalAuth"), true);
    assert.equal(inputs["publicNetworkAccessForIngestion"], "Disabled");
  });

  it("goes before what it watches, since Azure may keep the setting for the next cluster of that name", async () => {
    const recording = await standardAks();
    const setting = only(recording, settingType);
    assertWaits(recording, setting, only(recording, "azure-native:containerservice:ManagedCluster"));
    assertWaits(recording, setting, only(recording, workspaceType));
  });
});
