import assert from "node:assert/strict";
import { changesIn } from "./project";

describe("changesIn", () => {
  const record = "  ~  aws:route53/record:Record  api-aws  [weightedRoutingPolicies[0].weight]";

  it("counts what an update changed once, although its preview lists it as well", () => {
    const output = ["preview prod", "  +  a:b:C  foreseen", "up prod", "up prod: 1 done, 5 s", record, "  1.0 s"].join("\n");
    assert.deepEqual(changesIn({ code: 0, output }), ["~ aws:route53/record:Record api-aws [weightedRoutingPolicies[0].weight]"]);
  });

  it("counts what a preview lists where nothing was updated", () => {
    assert.equal(changesIn({ code: 0, output: ["preview prod", record].join("\n") }).length, 1);
  });
});
