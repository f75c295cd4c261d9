import assert from "node:assert/strict";
import { placesOf, shareOf, sharesWithout } from "../../../../lab/drill/losses/place";
import { loadStack } from "../../../../config/file/load";
import { planStack } from "../../../../plan";
import { root } from "../../../config/project";
import { cloudDnsTraffic, fleet, trafficStack } from "../../../plan/fleets";
import { all, clusters, regions } from "../../../plan/traffic/states";

describe("places that a drill can take away", () => {
  const { traffic: plan } = planStack(loadStack(root, "prod-traffic"));
  assert.ok(plan !== undefined);
  const places = placesOf(plan);

  it("are clouds, regions and clusters", () => {
    const clustersOf = (wanted: string) => places.find(({ name }) => name === wanted)?.clusters;
    assert.deepEqual(clustersOf("aws"), ["aws-use1", "aws-usw2"]);
    assert.deepEqual(clustersOf("us-east-1"), ["aws-use1"]);
    assert.deepEqual(clustersOf("az-eus"), ["az-eus"]);
    assert.equal(clustersOf("mars"), undefined);
  });

  it("have the share of the answers that their clusters have together", () => {
    const shares = ["aws", "azure", "gcp"].map((name) => {
      const place = places.find((one) => one.name === name);
      assert.ok(place !== undefined);
      return Math.round(100 * shareOf(plan, place));
    });
    assert.deepEqual(shares, [70, 20, 10]);
  });

  it("S0.94 leave their shares to whom the plan says", () => {
    const lose = (wanted: string) =>
      Object.fromEntries(
        sharesWithout(
          plan,
          places.find(({ name }) => name === wanted),
        ).clouds,
      );
    assert.deepEqual(lose("aws"), { azure: 0.9, gcp: 0.1 });
    assert.deepEqual(lose("us-east-1"), { aws: 0.7, azure: 0.2, gcp: 0.1 });
    assert.deepEqual(Object.fromEntries(sharesWithout(plan, undefined).clouds), { aws: 0.7, azure: 0.2, gcp: 0.1 });
  });

  it("leave them to everybody at Cloud DNS, which weighs in one level", () => {
    const { traffic: flat } = planStack(trafficStack({ ...cloudDnsTraffic, clusters: all.clusters, regions }, { ...fleet, clusters }));
    assert.ok(flat !== undefined);
    const lost = placesOf(flat).find(({ name }) => name === "us-west-2");
    const percents = [...sharesWithout(flat, lost).clouds].map(([cloud, share]) => [cloud, Math.round(1000 * share) / 10]);
    // Of 70, AWS keeps 28, beside 20 and 10.
    assert.deepEqual(Object.fromEntries(percents), { aws: 48.3, azure: 34.5, gcp: 17.2 });
  });
});
