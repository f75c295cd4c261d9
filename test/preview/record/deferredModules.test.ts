import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../../..");

describe("the modules that a plan defers", function () {
  this.timeout(120_000);

  it("do not load with the SDK, and load when a program serialises a function", () => {
    const program = `
      require("./preview/record/deferredModules");
      const pulumi = require("@pulumi/pulumi");
      const loaded = () => Object.keys(require.cache).some((path) => path.endsWith("/typescript/lib/typescript.js"));
      const before = loaded();
      const answer = 42;
      pulumi.runtime.serializeFunction(() => answer).then(({ text }) => {
        console.log(JSON.stringify({ before, after: loaded(), captured: text.includes("42") }));
      });`;
    assert.deepEqual(inProcessOfItsOwn(program), { before: false, after: true, captured: true });
  });

  it("read from npm's dependency resolver as they would without being deferred", () => {
    const program = `
      require("./preview/record/deferredModules");
      const pulumi = require("@pulumi/pulumi");
      const loaded = () => Object.keys(require.cache).some((path) => path.includes("/pacote/"));
      const before = loaded();
      pulumi.runtime.computeCodePaths().then((paths) => {
        console.log(JSON.stringify({ before, after: loaded(), found: paths.size > 0 }));
      });`;
    assert.deepEqual(inProcessOfItsOwn(program), { before: false, after: true, found: true });
  });
});

function inProcessOfItsOwn(program: string): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--eval", program], { cwd: root, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}
