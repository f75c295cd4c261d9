import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packTools } from "../../../lab/commands/tools";
import { allTools } from "../../../lab/tools/ensure";
import { toolCache } from "../../../lab/tools/find";
import { packedPrograms } from "../../../lab/tools/packContents";
import type { Progress } from "../../../lab/tools/progress";
import { digest, fillCache, installTools } from "./fakeTools";

describe("a pack of tools as it is written", () => {
  const original = { ...process.env };
  let folder = "";
  const progress: Progress = { show: () => undefined, keep: () => undefined };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lab-pack-"));
    for (const name of ["bin", "packs"]) mkdirSync(join(folder, name));
    // No tool and no Go of this machine.
    process.env["PATH"] = join(folder, "bin");
    delete process.env["KUBEBUILDER_ASSETS"];
    delete process.env["GATEWAY_FLEET_TOOLS"];
    onMachine("maker");
    fillCache(toolCache());
  });
  afterEach(() => {
    process.env = { ...original };
    rmSync(folder, { recursive: true });
  });

  it("gets in place in one step, with the line that others use it by", async () => {
    writeFileSync(join(folder, "packs", "tools.tgz"), "the pack before");
    const { file, said } = await pack();
    const sha256 = digest(file);
    assert.deepEqual(said, [
      `${file}  0.0 MB  sha256 ${sha256}`,
      "other machines take the tools from it, or from wherever you put it (https://...), with",
      `GATEWAY_FLEET_TOOLS=${file}#sha256=${sha256}`,
    ]);
    assert.deepEqual(readdirSync(dirname(file)), ["tools.tgz"]);
  });

  it("is the same for the same tools, whenever they were built", async () => {
    const { file } = await pack();
    for (const path of packedPrograms()) utimesSync(join(toolCache(), path), 1, 1);
    assert.equal(digest((await pack("again.tgz")).file), digest(file));
  });

  it("wants a folder to be written to before anything is built", async () => {
    onMachine("bare");
    const missing = join(folder, "nowhere", "tools.tgz");
    await assert.rejects(
      packTools(missing, progress, () => undefined),
      new Error(`cannot write ${missing}: ${dirname(missing)} is no folder that you may write to; make it, or name a file elsewhere`),
    );
    const present = join(folder, "packs");
    await assert.rejects(
      packTools(present, progress, () => undefined),
      new Error(`cannot write ${present}: it is a folder; name a file in it`),
    );
  });

  it("has what the lab builds, even where another program would do or a pack is named", async () => {
    installTools(join(folder, "bin"));
    onMachine("bare");
    process.env["GATEWAY_FLEET_TOOLS"] = `/nowhere/tools.tgz#sha256=${"0".repeat(64)}`;
    await assert.rejects(
      pack(),
      new Error(
        `tools of the lab have to be built (${allTools.join(", ")}), and building them needs Go, which is not on PATH: install Go 1.26 or newer (https://go.dev/dl/)`,
      ),
    );
    assert.deepEqual(readdirSync(join(folder, "packs")), []);
  });

  /** Each machine has a cache of its own. */
  function onMachine(name: string): void {
    process.env["XDG_CACHE_HOME"] = join(folder, name);
  }

  async function pack(name = "tools.tgz"): Promise<{ readonly file: string; readonly said: readonly string[] }> {
    const file = join(folder, "packs", name);
    const said: string[] = [];
    await packTools(file, progress, (line) => said.push(line));
    return { file, said };
  }
});
