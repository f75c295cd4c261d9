import assert from "node:assert/strict";
import { placesOf, sharesWithout } from "../../../lab/drill/place";
import { loadStack } from "../../../stacks/config/load";
import { planStack } from "../../../stacks/plan";
import { root } from "../../config/project";

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
});
