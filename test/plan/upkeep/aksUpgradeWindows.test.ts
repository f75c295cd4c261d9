import assert from "node:assert/strict";
import fc from "fast-check";
import { weekdays } from "../../../config/settings";
import { aksUpgradeWindows } from "../../../plan/upkeep/aksUpgradeWindows";

describe("AKS's upgrade windows", () => {
  it("are on the first day for the control plane, and on the last for node images", () => {
    const windows = aksUpgradeWindows({ days: ["saturday", "sunday"], startHourUtc: 2, hours: 8 });
    assert.deepEqual(windows, [
      { schedule: "default", dayOfWeek: "Saturday", startTime: "02:00", durationHours: 8 },
      { schedule: "aksManagedAutoUpgradeSchedule", dayOfWeek: "Saturday", startTime: "02:00", durationHours: 8 },
      { schedule: "aksManagedNodeOSUpgradeSchedule", dayOfWeek: "Sunday", startTime: "02:00", durationHours: 8 },
    ]);
  });

  it("are never on a day or at an hour that the fleet keeps free", () => {
    const days = fc.subarray([...weekdays], { minLength: 1 });
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 4, max: 24 }), (allowed, startHourUtc, hours) => {
        for (const window of aksUpgradeWindows({ days: allowed, startHourUtc, hours })) {
          assert.ok(allowed.some((day) => day === window.dayOfWeek.toLowerCase()));
          assert.equal(Number(window.startTime.slice(0, 2)), startHourUtc);
          assert.equal(window.durationHours, hours);
        }
      }),
    );
  });
});
