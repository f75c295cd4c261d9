import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");
const layers = ["config", "catalogue", "facts", "plan", "components", "stacks", "preview", "report", "policy", "cli", "lab"];
const files = layers.flatMap((layer) =>
  readdirSync(join(root, layer), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(layer, file)),
);

/** Where an engine has a row: its words, its plan's type, who plans it, who installs it. */
const tables = ["config/engines/index.ts", "plan/model/engines/index.ts", "plan/engines/index.ts", "components/engines/index.ts"];

/** Engines that are charts and objects, as the next ones will be. */
const plain = ["configSync", "eventScaling"];

describe("an engine", () => {
  for (const word of plain) {
    const own = files.filter((file) => new RegExp(`/engines/${word}[./]`).test(file));

    it(`such as ${word} is what its section may say and what is decided of it: a file each`, () => {
      assert.deepEqual(own.sort(), [`config/engines/${word}.ts`, `plan/engines/${word}.ts`]);
    });

    it(`such as ${word} is known to one table a layer, and to nobody else`, () => {
      const named = new RegExp(`\\b${word}\\b`);
      const knowing = files.filter((file) => !own.includes(file) && named.test(readFileSync(join(root, file), "utf8")));
      assert.deepEqual(knowing.sort(), [...tables].sort());
    });
  }
});
