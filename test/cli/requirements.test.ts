import assert from "node:assert/strict";
import { coverage, idsOf } from "../../cli/requirements/coverage";

const requirements = { S0: { name: "gateway", P: [1, 3], R: [2] } };

describe("coverage", () => {
  it("counts a requirement whose test passed", () => {
    const tests = [{ title: "S0.1 has a load balancer", state: "passed" as const }];
    assert.deepEqual(coverage(requirements, tests)["S0"], { name: "gateway", covered: 1, total: 3, missing: ["S0.2", "S0.3"] });
  });

  it("does not count one that failed, whatever else passed", () => {
    const tests = [
      { title: "S0.1 has a load balancer", state: "passed" as const },
      { title: "S0.1 has it in every zone", state: "failed" as const },
    ];
    assert.equal(coverage(requirements, tests)["S0"]?.covered, 0);
  });

  it("does not count one whose test did not run", () => {
    assert.equal(coverage(requirements, [{ title: "S0.2 scales", state: "pending" }])["S0"]?.covered, 0);
  });

  it("counts no id twice and none that the system does not have", () => {
    const tests = ["S0.1 a", "S0.1 b", "S0.99 c"].map((title) => ({ title, state: "passed" as const }));
    assert.equal(coverage(requirements, tests)["S0"]?.covered, 1);
  });
});

describe("idsOf", () => {
  it("reads one id, several ids and ranges", () => {
    assert.deepEqual(idsOf("S0.22 keeps three"), ["S0.22"]);
    assert.deepEqual(idsOf("S0.21-23, S1.4 scales"), ["S0.21", "S0.22", "S0.23", "S1.4"]);
  });

  it("reads only the beginning of a title", () => {
    assert.deepEqual(idsOf("keeps what S0.22 asks for"), []);
    assert.deepEqual(idsOf("S0.22 keeps what S0.23 does not"), ["S0.22"]);
  });
});
