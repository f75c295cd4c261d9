import assert from "node:assert/strict";
import { standardAks } from "../../fixtures/aks";
import { assertWaits } from "../../fixtures/order";
import { at, ofType, only } from "../../fixtures/recording";

const windowType = "azure-native:containerservice:MaintenanceConfiguration";

describe("an AKS cluster's upgrades", () => {
  it("CKV_AZURE_171 bring patches of the minor in the stack file, and node images, and never another minor", async () => {
    const { inputs } = only(await standardAks(), "azure-native:containerservice:ManagedCluster");
    assert.equal(inputs["kubernetesVersion"], "1.35");
    assert.deepEqual(inputs["autoUpgradeProfile"], { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" });
  });

  it("come in the plan's windows, every week, in UTC", async () => {
    const recording = await standardAks();
    const windows = ofType(recording, windowType);
    assert.deepEqual(
      windows.map(({ inputs }) => [
        inputs["configName"],
        at(inputs, "maintenanceWindow", "schedule", "weekly", "dayOfWeek"),
        at(inputs, "maintenanceWindow", "startTime"),
        at(inputs, "maintenanceWindow", "durationHours"),
      ]),
      [
        ["default", "Saturday", "02:00", 8],
        ["aksManagedAutoUpgradeSchedule", "Saturday", "02:00", 8],
        ["aksManagedNodeOSUpgradeSchedule", "Sunday", "02:00", 8],
      ],
    );
    for (const { inputs } of windows) {
      assert.equal(at(inputs, "maintenanceWindow", "utcOffset"), "+00:00");
      assert.equal(at(inputs, "maintenanceWindow", "schedule", "weekly", "intervalWeeks"), 1);
    }
  });

  it("have their windows as long as there is a cluster", async () => {
    const recording = await standardAks();
    const cluster = only(recording, "azure-native:containerservice:ManagedCluster");
    for (const window of ofType(recording, windowType)) assertWaits(recording, window, cluster);
  });
});
