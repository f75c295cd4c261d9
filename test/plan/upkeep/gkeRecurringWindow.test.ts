import assert from "node:assert/strict";
import fc from "fast-check";
import { weekdays } from "../../../config/settings";
import { weekly } from "../../../plan/upkeep/gkeRecurringWindow";

describe("a weekly window in GKE's words", () => {
  it("begins on its first day and lasts its hours", () => {
    assert.deepEqual(weekly({ days: ["saturday", "sunday"], startHourUtc: 2, hours: 8 }), {
      startTime: "2024-01-06T02:00:00Z",
      endTime: "2024-01-06T10:00:00Z",
      recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
    });
  });

  it("may end on the next day", () => {
    const { startTime, endTime } = weekly({ days: ["sunday"], startHourUtc: 22, hours: 12 });
    assert.deepEqual([startTime, endTime], ["2024-01-07T22:00:00Z", "2024-01-08T10:00:00Z"]);
  });

  it("first opens on a day that its rule names, at its hour, for exactly its hours", () => {
    fc.assert(
      fc.property(
        fc.subarray([...weekdays], { minLength: 1 }),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 4, max: 24 }),
        (days, startHourUtc, hours) => {
          const { startTime, endTime, recurrence } = weekly({ days, startHourUtc, hours });
          const start = new Date(startTime);
          const day = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"][start.getUTCDay()] ?? "";
          assert.ok(recurrence.endsWith(`BYDAY=${day}`) || recurrence.includes(`BYDAY=${day},`));
          assert.equal(start.getUTCHours(), startHourUtc);
          assert.equal(Date.parse(endTime) - start.getTime(), hours * 3_600_000);
        },
      ),
    );
  });
});
