import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { outputsOf, readState } from "../../../lab/engine/state";

describe("the state that the engine's backend keeps", () => {
  const folder = mkdtempSync(join(tmpdir(), "lab-state-"));
  const path = join(folder, "prod.json");
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("is none where the stack was never made, and empty where nothing was made in it", () => {
    assert.equal(readState(path), undefined);
    writeFileSync(path, JSON.stringify({ version: 3, checkpoint: { stack: "prod" } }));
    assert.deepEqual(readState(path), { version: 3, deployment: {} });
  });

  it("keeps the features that a reader must understand, so that it can be imported again", () => {
    const resources = [{ urn: "u", type: "pulumi:pulumi:Stack", custom: false, outputs: { serves: ["aws-usw2"] } }];
    writeFileSync(path, JSON.stringify({ version: 4, features: ["hooks"], checkpoint: { latest: { resources } } }));
    const state = readState(path);
    assert.deepEqual(state, { version: 4, features: ["hooks"], deployment: { resources } });
    assert.deepEqual(state === undefined ? {} : outputsOf(state), { serves: ["aws-usw2"] });
  });

  it("is refused in a version that nobody has read here", () => {
    writeFileSync(path, JSON.stringify({ version: 5, checkpoint: {} }));
    assert.throws(() => readState(path), /prod\.json is of version 5, and the lab reads 3 and 4: use the engine that it builds/);
  });
});
