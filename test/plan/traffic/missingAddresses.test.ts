import assert from "node:assert/strict";
import fc from "fast-check";
import { missingAddresses } from "../../../plan/traffic/missingAddresses";
import { addresses, trafficPlan } from "../../components/fixtures/traffic";

describe("missingAddresses", () => {
  it("finds nothing when every leaf has its address, however many more there are", () => {
    assert.equal(missingAddresses(trafficPlan, "prod", addresses), undefined);
    assert.equal(missingAddresses(trafficPlan, "prod", { ...addresses, another: { regional: "203.0.113.9" } }), undefined);
  });

  it("names the fleet stack and the command before the fleet's first update", () => {
    assert.equal(
      missingAddresses(trafficPlan, "prod", undefined),
      "the fleet stack prod has no addresses yet; update the fleet first: pulumi up --stack prod",
    );
  });

  it("names every leaf that has none, by cluster and address", () => {
    assert.equal(
      missingAddresses(trafficPlan, "prod", { "aws-usw2": { "usw2-az1": "192.0.2.1" } }),
      "the fleet stack prod has no address for aws-usw2/usw2-az2, az-wus2/regional, to which prod-traffic would send traffic; " +
        "update the fleet first: pulumi up --stack prod",
    );
  });

  it("finds exactly the leaves that were taken away", () => {
    fc.assert(
      fc.property(fc.subarray([...trafficPlan.healthChecks]), (taken) => {
        const left = trafficPlan.healthChecks.filter((check) => !taken.includes(check));
        const found: Record<string, Record<string, string>> = {};
        for (const { cluster, address } of left) (found[cluster] ??= {})[address] = "192.0.2.1";
        const problem = missingAddresses(trafficPlan, "prod", found) ?? "";
        for (const { cluster, address } of trafficPlan.healthChecks) {
          assert.equal(
            problem.includes(`${cluster}/${address}`),
            !left.some((check) => check.cluster === cluster && check.address === address),
          );
        }
      }),
    );
  });
});
