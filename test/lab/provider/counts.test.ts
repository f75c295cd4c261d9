import assert from "node:assert/strict";
import { createCallCounts } from "../../../lab/provider/counts";

describe("call counts", () => {
  it("add up per provider, method and type, in an order that does not depend on the calls'", () => {
    const counts = createCallCounts();
    for (const [method, type] of [
      ["update", "b"],
      ["create", "b"],
      ["create", "a"],
      ["create", "b"],
    ] as const)
      counts.add("aws", method, type);
    assert.deepEqual(
      counts.rows().map(({ provider, method, type, calls }) => [provider, method, type, calls]),
      [
        ["aws", "create", "a", 1],
        ["aws", "create", "b", 2],
        ["aws", "update", "b", 1],
      ],
    );
  });

  it("remember the last 100 failures", () => {
    const counts = createCallCounts();
    for (let index = 0; index < 150; index += 1) counts.fail({ provider: "aws", method: "create", urn: "", message: String(index) });
    assert.equal(counts.failures().length, 100);
    assert.equal(counts.failures()[0]?.message, "50");
  });
});
