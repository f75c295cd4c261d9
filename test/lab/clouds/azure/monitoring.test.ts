import assert from "node:assert/strict";
import type { Properties } from "../../../../facts/properties/values";
import { makeCluster, makeGroup, makeWorkspace, settingType, subscription } from "../azureFixtures";
import { openTestLab, session, type Session, type TestLab } from "../harness";

describe("simulated Azure Monitor", () => {
  let lab: TestLab;
  let azure: Session;

  beforeEach(async () => {
    lab = openTestLab();
    azure = await session(lab.clouds.azure, { subscriptionId: subscription, tenantId: "tenant", location: "westus2" });
  });
  afterEach(() => lab.delete());

  describe("workspaces", () => {
    it("keep logs for 30 days to two years, by names of at least four characters", async () => {
      await makeGroup(azure);
      await assert.rejects(makeWorkspace(azure, { retentionInDays: 7 }), /7 is outside 30\.\.730/);
      await assert.rejects(makeWorkspace(azure, { workspaceName: "log" }), /at least 4/);
      const made = await makeWorkspace(azure, { retentionInDays: 365 });
      assert.match(made.id, /\/providers\/Microsoft\.OperationalInsights\/workspaces\/logs$/);
    });

    it("change their price plan between two kinds only, and their retention at any time", async () => {
      await makeGroup(azure);
      const made = await makeWorkspace(azure, { retentionInDays: 365 });
      await assert.rejects(azure.update(made, { ...made.inputs, sku: { name: "Standalone" } }), /PropertyChangeNotAllowed.*sku/);
      await azure.update(made, { ...made.inputs, sku: { name: "CapacityReservation" }, retentionInDays: 90 });
    });
  });

  describe("diagnostic settings", () => {
    it("are of a resource that exists, to a workspace that exists, of logs that it has", async () => {
      const { cluster } = await makeCluster(azure);
      const workspace = await makeWorkspace(azure);
      const inputs = settingOf(cluster.id, workspace.id);
      await assert.rejects(create(inputs, { resourceUri: `${cluster.id}gone` }), /ResourceNotFound/);
      await assert.rejects(create(inputs, { workspaceId: `${workspace.id}gone` }), /ResourceNotFound/);
      await assert.rejects(create(inputs, { logs: [{ category: "kube-proxy", enabled: true }] }), /'kube-proxy' is not supported/);
      const made = await create(inputs);
      assert.equal(made.id, `${cluster.id}/providers/Microsoft.Insights/diagnosticSettings/control-plane`);
    });

    it("name a destination and at least one log, each by category or by group", async () => {
      const { cluster } = await makeCluster(azure);
      const workspace = await makeWorkspace(azure);
      const inputs = settingOf(cluster.id, workspace.id);
      await assert.rejects(create(inputs, { workspaceId: null }), /one of workspaceId, .* is required/);
      await assert.rejects(create(inputs, { logs: [{ category: "guard", enabled: false }] }), /at least one category/);
      const both = { category: "guard", categoryGroup: "audit", enabled: true };
      await assert.rejects(create(inputs, { logs: [both] }), /a category or a categoryGroup, not both/);
      await assert.rejects(create(inputs, { logAnalyticsDestinationType: "Resource" }), /is none of Dedicated/);
    });

    it("stay when their resource goes: it is for the program to take them away first", async () => {
      const { cluster } = await makeCluster(azure);
      const workspace = await makeWorkspace(azure);
      const setting = await create(settingOf(cluster.id, workspace.id));
      await azure.remove(cluster);
      assert.notEqual(await azure.read(setting), undefined);
      await azure.remove(setting);
      await azure.remove(workspace);
    });
  });

  function create(inputs: Properties, more: Properties = {}) {
    return azure.create(settingType, "setting", { ...inputs, ...more });
  }
});

function settingOf(resourceUri: string, workspaceId: string): Properties {
  return {
    name: "control-plane",
    resourceUri,
    workspaceId,
    logAnalyticsDestinationType: "Dedicated",
    logs: [{ category: "kube-audit-admin", enabled: true }],
  };
}
