import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { create, Header, type types } from "tar";
import { definitionsOf } from "../../../lab/kubernetes/helm/definitions";
import { tools } from "../../../lab/tools/catalogue";
import { allTools, ensureTools } from "../../../lab/tools/ensure";
import { toolCache } from "../../../lab/tools/find";
import { writePack } from "../../../lab/tools/pack";
import { platform } from "../../../lab/tools/packContents";
import type { Progress } from "../../../lab/tools/progress";
import { platformCharts } from "../../../catalogue/versions";
import { digest, fillCache, installTools, script, write } from "./fakeTools";

describe("a pack of tools as it is taken", () => {
  const original = { ...process.env };
  let folder = "";
  let shown: string[] = [];
  const progress: Progress = { show: (step, detail) => shown.push(`${step}: ${detail}`), keep: (line) => shown.push(line) };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lab-pack-"));
    shown = [];
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

  it("brings every tool and every definition from a file, and then nothing more is asked of it", async () => {
    const file = await pack();
    use(file);
    onMachine("taker");
    const paths = await ensureTools(allTools, progress);
    for (const name of allTools) {
      assert.equal(paths[name], join(toolCache(), `${name}-${tools[name].version}`, name));
      assert.equal(readFileSync(paths[name], "utf8"), script(name));
      assert.ok((statSync(paths[name]).mode & 0o111) === 0o111);
    }
    assert.equal((await definitionsOf(platformCharts.flux)).length, 2);
    assert.match(shown.at(-1) ?? "", /^took the tools from .*tools\.tgz in \d+s$/);
    assert.deepEqual(readdirSync(join(toolCache(), ".building")), []);

    rmSync(file);
    shown = [];
    assert.deepEqual(await ensureTools(allTools, progress), paths);
    assert.deepEqual(shown, []);
  });

  it("comes over HTTP once, however many labs start at the same time", async () => {
    const file = await pack();
    let asked = 0;
    const server = createServer((_request, response) => {
      asked++;
      response.end(readFileSync(file));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      process.env["GATEWAY_FLEET_TOOLS"] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tools.tgz#sha256=${digest(file)}`;
      onMachine("taker");
      const [first, second] = await Promise.all([ensureTools(allTools, progress), ensureTools(["etcd", "kwok"], progress)]);
      assert.equal(second.kwok, first.kwok);
      assert.equal(asked, 1);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it("brings the definitions where all tools are installed", async () => {
    const file = await pack();
    use(file);
    installTools(join(folder, "bin"));
    onMachine("taker");
    assert.equal((await ensureTools(allTools, progress)).etcd, join(folder, "bin", "etcd"));
    assert.equal((await definitionsOf(platformCharts.flux)).length, 2);
  });

  it("leaves nothing and unpacks nothing where it is another one than the checksum says", async () => {
    const file = await pack();
    use(file);
    writeFileSync(file, readFileSync(file).subarray(0, 500));
    await refuses(/were not unpacked: their sha256 is \w+, and GATEWAY_FLEET_TOOLS says \w+; the file is not whole or another one/);
  });

  it("is refused where it is for another platform", async () => {
    const file = await packOf(toolCache(), "darwin-arm64");
    use(file);
    await refuses(
      `the tools from ${file} will not do: it is for darwin-arm64, and this machine is ${platform}; make a pack with ` +
        "`npm run lab -- tools --pack <file>` where Go is installed, or unset GATEWAY_FLEET_TOOLS to build the tools here",
    );
  });

  it("is refused where it has other versions or lacks something, and nothing is built instead", async () => {
    const cache = join(folder, "old");
    fillCache(cache);
    rmSync(join(cache, `etcd-${tools.etcd.version}`), { recursive: true });
    write(join(cache, "etcd-3.5.0", "etcd"), "");
    rmSync(join(cache, "modules", "istio.io"), { recursive: true });
    use(await packOf(cache, platform));
    await refuses(
      new RegExp(
        `will not do: it lacks etcd-${tools.etcd.version}, modules/istio.io/api@v\\S+/kubernetes and has etcd-3.5.0 instead; make a`,
      ),
    );
  });

  it("is refused where it is no tar, is one cut off before it was packed away, or is empty", async () => {
    const file = await pack();
    for (const bytes of ["a page that says please log in", readFileSync(file).subarray(0, 500), gzipSync(Buffer.alloc(1024))]) {
      writeFileSync(file, bytes);
      use(file);
      await refuses("will not do: it is no gzip-compressed tar (");
    }
  });

  it("is refused as a whole where anything in it would lead elsewhere", async () => {
    const file = await pack();
    const rest = gunzipSync(readFileSync(file));
    const hostile: readonly [path: string, type: types.EntryTypeName, linkpath?: string][] = [
      ["../evil", "File"],
      ["/evil", "File"],
      [`${platform}/etcd-${tools.etcd.version}/../../evil`, "File"],
      [`${platform}/etcd-${tools.etcd.version}/..`, "File"],
      [`${platform}/etcd-${tools.etcd.version}/etcd`, "SymbolicLink", "/bin/sh"],
      [`${platform}/etcd-${tools.etcd.version}/etcd`, "Link", "/bin/sh"],
      [`${platform}/etcd-${tools.etcd.version}`, "SymbolicLink", "/tmp"],
    ];
    for (const [path, type, linkpath] of hostile) {
      const header = Buffer.alloc(512);
      new Header({ path, type, mode: 0o755, size: 0, ...(linkpath === undefined ? {} : { linkpath }) }).encode(header);
      writeFileSync(file, gzipSync(Buffer.concat([header, rest])));
      use(file);
      await refuses(`it holds a ${type} at "${path}", which no pack of the lab does; make a pack`);
    }
  });

  it("leaves nothing behind where its user is killed on the way, once the next one comes", async function () {
    // Starts the lab's command.
    this.timeout(60_000);
    const file = await pack();
    const server = createServer((_request, response) => {
      response.writeHead(200, { "content-length": statSync(file).size }).write(readFileSync(file).subarray(0, 500));
      child.kill("SIGKILL");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    onMachine("taker");
    const { port } = server.address() as AddressInfo;
    const environment = { ...process.env, GATEWAY_FLEET_TOOLS: `http://127.0.0.1:${port}/tools.tgz#sha256=${digest(file)}` };
    const main = resolve(__dirname, "../../../lab/main.ts");
    const child = spawn(process.execPath, ["--import", "tsx", main, "tools"], { env: environment, stdio: "ignore" });
    await once(child, "close");
    server.close();
    assert.deepEqual(readdirSync(toolCache()).sort(), [".building", ".lock"]);
    assert.equal(readdirSync(join(toolCache(), ".building")).length, 1);

    use(file);
    await ensureTools(allTools, progress);
    assert.deepEqual(readdirSync(join(toolCache(), ".building")), []);
    assert.ok(!existsSync(join(toolCache(), ".lock")));
  });

  /** Each machine has a cache of its own. */
  function onMachine(name: string): void {
    process.env["XDG_CACHE_HOME"] = join(folder, name);
  }

  /** What the maker's machine packs. */
  async function pack(): Promise<string> {
    const file = join(folder, "packs", "tools.tgz");
    await writePack(file, progress);
    return file;
  }

  /** Of whatever is in the folder. */
  async function packOf(cache: string, prefix: string): Promise<string> {
    const file = join(folder, "packs", "other.tgz");
    const entries = readdirSync(cache, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    await create(
      { file, cwd: cache, prefix, gzip: true },
      entries.map(({ parentPath, name }) => relative(cache, join(parentPath, name))),
    );
    return file;
  }

  /** Names the file as it is now. */
  function use(file: string): void {
    process.env["GATEWAY_FLEET_TOOLS"] = `${file}#sha256=${digest(file)}`;
  }

  async function refuses(why: string | RegExp): Promise<void> {
    onMachine("taker");
    await assert.rejects(ensureTools(allTools, progress), ({ message }: Error) => {
      if (typeof why === "string") assert.ok(message.includes(why), message);
      else assert.match(message, why);
      return true;
    });
    assert.deepEqual(readdirSync(toolCache(), { recursive: true }), [".building"]);
  }
});
