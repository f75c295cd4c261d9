import assert from "node:assert/strict";
import { join } from "node:path";
import { applyProgram, type Applied } from "./apply";
import { openTestLab, type TestLab } from "./harness";

describe("the program on simulated clouds", () => {
  let lab: TestLab;
  let fleet: Applied;

  before(async function () {
    this.timeout(60_000);
    lab = openTestLab();
    fleet = await applyProgram(lab.clouds, { root, stack: "prod" });
  });
  after(() => lab.delete());

  it("is accepted: every resource of prod exists in its cloud", () => {
    const made = lab.clouds.madeBy("prod").length;
    assert.ok(made > 200, `${made} resources`);
    assert.equal(made, fleet.resources.length);
  });
});

const root = join(__dirname, "../../..");
