import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { typesFiles } from "../../../lab/crds/main";

const root = join(__dirname, "../../..");

/** Their contents are held to the definitions in test/lab/kubernetes/helm/definitions.test.ts. */
describe("the files of types of custom resources", () => {
  it("are those that `npm run crds` writes", () => {
    const files = readdirSync(join(root, "facts/customResourceDefinitions"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(root, join(parentPath, name)));
    assert.deepEqual(files.sort(), typesFiles.map(({ path }) => path).sort());
  });

  for (const { path, heading } of typesFiles) {
    it(`are of the version that the program installs: ${path}`, () => {
      const [line] = readFileSync(join(root, path), "utf8").split("\n");
      assert.equal(line, heading, `${path} is stale; run \`npm run crds\``);
    });
  }
});
