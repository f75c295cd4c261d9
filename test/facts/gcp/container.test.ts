import assert from "node:assert/strict";
import type { Properties } from "../../../facts/properties/values";
import { problems } from "../problems";

const clusterType = "gcp:container/cluster:Cluster";
const standard = { name: "c", location: "us-west1", initialNodeCount: 1, releaseChannel: { channel: "REGULAR" } };

describe("GKE clusters", () => {
  it("take a key of their own region only, and a whole one", () => {
    const key = (region: string) => `projects/keys/locations/${region}/keyRings/gke/cryptoKeys/secrets`;
    const check = (databaseEncryption: Properties) => problems(clusterType, { ...standard, databaseEncryption });
    assert.equal(check({ state: "ENCRYPTED", keyName: key("us-west1") }), "");
    assert.match(check({ state: "ENCRYPTED", keyName: key("us-east1") }), /is in us-east1; .* us-west1 must be there too/);
    assert.match(check({ state: "ENCRYPTED", keyName: "secrets" }), /is not the resource name of a key/);
    assert.match(check({ state: "ENCRYPTED" }), /keyName: is needed/);
  });

  it("take a maintenance window that is long enough, and exclusions that end once", () => {
    const window = { startTime: "2024-01-06T02:00:00Z", endTime: "2024-01-06T10:00:00Z", recurrence: "FREQ=WEEKLY;BYDAY=SA,SU" };
    const exclusion = { exclusionName: "e", startTime: window.startTime, exclusionOptions: { scope: "NO_MINOR_UPGRADES" } };
    const check = (recurringWindow: Properties, more: Properties = {}) =>
      problems(clusterType, {
        ...standard,
        maintenancePolicy: { recurringWindow, maintenanceExclusions: [{ ...exclusion, ...more }] },
      });
    const untilEnd = { exclusionOptions: { scope: "NO_MINOR_UPGRADES", endTimeBehavior: "UNTIL_END_OF_SUPPORT" } };
    assert.equal(check(window, untilEnd), "");
    assert.match(check({ ...window, recurrence: "FREQ=WEEKLY;BYDAY=SA" }, untilEnd), /leaves 32 hours in 32 days, .* needs 48/);
    assert.match(check({ ...window, endTime: "2024-01-06T05:00:00Z" }, untilEnd), /lasts 3 hours/);
    assert.match(check({ ...window, startTime: "2024-01-06T02:00:00+01:00" }, untilEnd), /is no time in UTC/);
    assert.match(check(window), /exactly one of endTime/);
    const nothing = { ...standard, maintenancePolicy: { maintenanceExclusions: [exclusion] } };
    assert.match(problems(clusterType, nothing), /exactly one of dailyMaintenanceWindow/);
  });
});
