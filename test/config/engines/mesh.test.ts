import assert from "node:assert/strict";
import { complaints, type Edit, edited, remove } from "../project";

const crossCluster = { allowedCidrs: ["10.0.0.0/8"] };
const complaintsOf = (...edits: readonly Edit[]) =>
  complaints({ prod: edited("prod", [["platform"], { mesh: { engine: "istio", crossCluster } }], ...edits) }, "prod");
const at = (...path: readonly string[]) => ["platform", "mesh", ...path];

describe("platform.mesh", () => {
  it("S0.97 needs no word but its engine, and reaches other clusters only where asked to", () => {
    assert.deepEqual(complaintsOf(), []);
    assert.deepEqual(complaintsOf([at("crossCluster"), remove]), []);
  });

  it("S0.98 says why Admiralty is not offered, and what is instead", () => {
    for (const edit of [[at("engine"), "admiralty"] as const, [["platform", "admiralty"], {}] as const]) {
      const [complaint = "", ...others] = complaintsOf(edit);
      assert.match(complaint, /no release since November 2024.* Kubernetes 1\.31.*platform\.mesh with crossCluster/);
      assert.deepEqual(others, []);
    }
  });

  it("S0.99 lets no gateway be open to the world, whatever else is open", () => {
    for (const block of ["0.0.0.0/0", "128.0.0.0/1"])
      assert.match(complaintsOf([at("crossCluster", "allowedCidrs"), [block]]).join(), /allowedCidrs\[0\]: ".*" is wider than a \/8/);
    assert.match(complaintsOf([at("crossCluster", "allowedCidrs"), []]).join(), /no cluster could reach another/);
    assert.match(complaintsOf([at("crossCluster"), { exposure: "public" }]).join(), /allowedCidrs: is missing/);
  });

  it("refuses a trust domain that no certificate can carry", () => {
    for (const domain of ["Prod", "prod_mesh", "prod..mesh", "-prod"])
      assert.deepEqual(complaintsOf([at("trustDomain"), domain]), [
        `platform.mesh.trustDomain: "${domain}" is not a trust domain; write it like a DNS name in lowercase, such as cluster.local`,
      ]);
  });

  it("refuses to cross to a cluster that is not there, or whose gateway nobody knows", () => {
    const others = ["aws-use1", "az-wus2", "az-eus", "gcp-usw1", "gcp-usc1"];
    assert.match(
      complaintsOf(...others.map((name): Edit => [["clusters", name], remove])).join("\n"),
      /platform\.mesh\.crossCluster: reaches no other cluster: aws-usw2 is the only one/,
    );
    const existing = { cloud: "existing", context: "kind-local", kubernetes: "1.35" };
    assert.match(
      complaintsOf([["clusters", "local"], existing]).join("\n"),
      /platform\.mesh\.crossCluster: cannot reach clusters\.local: of an existing cluster nobody knows/,
    );
  });
});
