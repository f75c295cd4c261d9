import assert from "node:assert/strict";
import type { Properties } from "../../../facts/properties/values";
import { problems } from "../problems";

describe("a Route 53 record set", () => {
  const found = (inputs: Properties) => problems("aws:route53/record:Record", { zoneId: "Z0", name: "a", type: "A", ...inputs });

  it("is refused where it cannot be", () => {
    assert.match(found({ ttl: 60, records: ["1.1.1.1"], aliases: [{ name: "b" }] }), /exactly one of records and aliases/);
    assert.match(found({}), /exactly one of records and aliases/);
    assert.match(found({ ttl: 60, aliases: [{ name: "b" }] }), /ttl: an alias takes its target's/);
    assert.match(found({ ttl: 60, records: ["1.1.1.1"], weightedRoutingPolicies: [{ weight: 1 }] }), /setIdentifier: is required/);
    const weighted = { ttl: 60, setIdentifier: "a", weightedRoutingPolicies: [{ weight: 256 }] };
    assert.match(found({ ...weighted, records: ["1.1.1.1"] }), /256 is outside 0\.\.255/);
    assert.match(found({ ...weighted, weightedRoutingPolicies: [{ weight: 1 }], records: ["1.1.1.1", "2.2.2.2"] }), /holds one value/);
    assert.equal(found({ ttl: 60, records: ["1.1.1.1"] }), "");
  });
});
