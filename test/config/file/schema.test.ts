import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { generateFiles } from "../../../cli/schema";
import { stackJsonSchema } from "../../../config/file/jsonSchema";
import { listStacks, stackFile } from "../../../config/file/load";
import { edited, remove, root } from "../project";

const validate = new Ajv({ allErrors: true }).compile(stackJsonSchema());

describe("the JSON Schema of stack files", () => {
  it("and the reference of config keys are as `npm run schema` writes them", async () => {
    for (const { path, text } of await generateFiles())
      assert.equal(readFileSync(join(root, path), "utf8"), text, `${path} is stale; run \`npm run schema\``);
  });

  for (const stack of listStacks(root)) {
    it(`accepts the file of ${stack}, which names it for editors`, () => {
      const text = readFileSync(stackFile(root, stack), "utf8");
      assert.equal(validate(parse(text)), true, JSON.stringify(validate.errors));
      assert.match(text, /^# yaml-language-server: \$schema=config\/stack\.schema\.json\n/);
    });
  }

  it("refuses unknown keys, wrong types and foreign config", () => {
    for (const text of [
      edited("prod", [["nodePools", "general", "maxx"], 1]),
      edited("prod", [["nodePools", "general", "max"], "20"]),
      edited("prod", [["clusters", "aws-usw2", "kubernetes"], 1.3]),
      edited("prod", [["clusters", "aws-usw2", "cloud"], "awz"]),
      edited("prod", [["settings"], remove]),
      edited("prod").replace("config:\n", "config:\n  aws:region: us-west-2\n"),
      edited("prod-traffic", [["traffic", "clusters"], remove]),
      edited("prod-traffic", [["clusters"], {}]),
      "",
    ])
      assert.equal(validate(parse(text)), false, text.slice(0, 200));
  });

  it("describes every key", () => {
    const undescribed = keysWithoutDescription(stackJsonSchema(), "");
    assert.deepEqual(undescribed, []);
  });
});

/** Paths of all properties that neither they nor what they refer to describe. */
function keysWithoutDescription(schema: unknown, path: string): string[] {
  return entriesOf(schema)
    .filter(([key]) => !["if", "then", "else"].includes(key))
    .flatMap(([key, value]) => {
      const bare =
        key === "properties" ? entriesOf(value).filter(([, property]) => !/"description"|"\$ref"/.test(JSON.stringify(property))) : [];
      return [...bare.map(([name]) => `${path}/${name}`), ...keysWithoutDescription(value, `${path}/${key}`)];
    });
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
