import assert from "node:assert/strict";
import { mebibytesOf, milliCpuOf } from "../../../plan/workloads/quantities";

describe("quantities as whole numbers", () => {
  it("are what the scheduler counts: a part of a millicore or of a mebibyte is a whole one", () => {
    assert.deepEqual(["2", "500m", "0.5", "100u", "1500100u"].map(milliCpuOf), [2000, 500, 500, 1, 1501]);
    assert.deepEqual(["1Gi", "64Mi", "1Ki", "1048577", "100M"].map(mebibytesOf), [1024, 64, 1, 2, 96]);
  });
});
