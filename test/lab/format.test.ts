import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireFormat } from "../../lab/format";
import { labHome } from "../../lab/home";

describe("the format of a lab", () => {
  const project = mkdtempSync(join(tmpdir(), "lab-format-"));
  const home = labHome(project, "prod");
  afterEach(() => rmSync(home.root, { recursive: true, force: true }));
  after(() => rmSync(project, { recursive: true, force: true }));

  it("is written into a new lab, and known again", () => {
    requireFormat(home);
    mkdirSync(home.backend, { recursive: true });
    assert.doesNotThrow(() => requireFormat(home));
  });

  it("is refused where another version of the program made the lab, with the command that ends it", () => {
    mkdirSync(home.backend, { recursive: true });
    assert.throws(() => requireFormat(home), /made by another version .*its format is 1, .*\n.*npm run lab -- down prod --delete/);
    writeFileSync(join(home.root, "format.json"), '{"format":99}');
    assert.throws(() => requireFormat(home), /its format is 99/);
  });
});
