import assert from "node:assert/strict";
import { figure, median, tableOf } from "../../../cli/bench/figures";

describe("a figure of the bench", () => {
  it("holds up to its goal and not above, by what was measured and not by what is shown", () => {
    assert.equal(figure("up", 25, "s", 25).holds, true);
    assert.equal(figure("up", 25.0001, "s", 25).holds, false);
    assert.equal(figure("up", 25.0001, "s", 25).value, 25);
  });

  it("stands beside its floor, which is no part of its goal", () => {
    assert.deepEqual(figure("up", 42, "s", 25, 20), { name: "up", value: 42, unit: "s", goal: 25, floor: 20, holds: false });
    assert.match(tableOf([figure("up", 42, "s", 25, 20)]), /up +│ 42 s +│ 20 s +│ <= 25 s +│ no/);
  });

  it("is the one in the middle of its runs, whatever their order", () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([10, 9, 100, 2, 3]), 9);
  });
});
