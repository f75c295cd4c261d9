import assert from "node:assert/strict";
import { complaints, type Edit, edited, remove } from "../project";

const edge = { cloud: "existing", context: "kind-edge", kubernetes: "1.35" };
const fleet = (...edits: readonly Edit[]) => complaints({ prod: edited("prod", ...edits) }, "prod");
const withEdge = (more: Readonly<Record<string, unknown>>) => fleet([["clusters", "edge"], { ...edge, ...more }]);

describe("an existing cluster in a stack file", () => {
  it("is a context and a version, beside clusters of the clouds", () => {
    assert.deepEqual(withEdge({}), []);
  });

  it("needs neither clouds nor pools where it is all there is", () => {
    assert.deepEqual(fleet([["clouds"], remove], [["nodePools"], remove], [["clusters"], { edge }]), []);
  });

  it("lets nobody leave out the clouds or the pools of clusters that the program makes", () => {
    const [first, ...more] = fleet([["clouds"], remove]);
    assert.match(first ?? "", /^clusters\.[a-z0-9-]+\.cloud: "aws" is not configured; add clouds\.aws, or remove the cluster$/);
    assert.equal(more.length, 5);
    assert.match(fleet([["nodePools"], remove])[0] ?? "", /^nodePools: holds no pool; add one/);
  });

  it("refuses the words of the clouds' clusters, each with the reason", () => {
    assert.deepEqual(withEdge({ slot: 9, zones: ["a"], spot: {}, overrides: { nodePools: { general: { max: 3 } } } }), [
      "clusters.edge.slot: has no meaning here: an existing cluster takes no block of settings.network; remove it",
      "clusters.edge.zones: has no meaning here: an existing cluster's nodes are made by whoever runs it; remove it",
      "clusters.edge.spot: has no meaning here: an existing cluster's nodes are made by whoever runs it; remove it",
      "clusters.edge.overrides.nodePools: has no meaning here: an existing cluster's nodes are made by whoever runs it; remove it",
    ]);
  });

  it("has a context, which no other one has", () => {
    assert.match(withEdge({ context: undefined })[0] ?? "", /^clusters\.edge\.context: is (missing|empty)/);
    assert.deepEqual(fleet([["clusters", "edge"], edge], [["clusters", "other"], edge]), [
      'clusters.other.context: "kind-edge" is already the context of edge; name another one, or remove one of the two',
    ]);
  });

  it("is refused by the DNS", () => {
    const prod = edited("prod", [["clusters", "edge"], edge]);
    assert.deepEqual(complaints({ prod, "prod-traffic": edited("prod-traffic", [["traffic", "clusters", "edge"], 1]) }, "prod-traffic"), [
      "traffic.clusters.edge: serves, but is an existing cluster: DNS answers with front doors that the program makes, and there is none; remove it here",
    ]);
  });
});
