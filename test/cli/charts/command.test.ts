import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installedCharts } from "../../../catalogue/versions";
import { chartFolderVariable, lockFile, readLock } from "../../../config/charts/folder";
import { renderLock } from "../../../config/charts/lock";
import { labArchives } from "../../../lab/charts/archives";
import { repositoryOf, testServer, type TestServer } from "./servers";

const root = join(__dirname, "../../..");

describe("the charts command", function () {
  // Each is a process.
  this.timeout(60_000);
  let folder = "";
  let mirror: TestServer;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "gateway-fleet-charts-command-"));
    mirror = await testServer();
    mirror.answer = repositoryOf(installedCharts);
  });
  afterEach(() => {
    mirror.close();
    rmSync(folder, { recursive: true });
  });

  const run = (...words: readonly string[]) =>
    new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((resolve) => {
      const env = { ...process.env, [chartFolderVariable]: folder };
      const child = execFile(
        process.execPath,
        ["--import", "tsx", "cli/charts.ts", ...words],
        { cwd: root, env },
        (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
      );
    });
  const write = (charts: Parameters<typeof renderLock>[0]["charts"]) =>
    writeFileSync(lockFile(folder), renderLock({ mirror: mirror.url, charts }));
  const locked = labArchives().map(({ row }) => row);

  it("brings every chart of the catalogue by the lock and its mirror, and says so", async () => {
    write(locked);
    const { code, stdout, stderr } = await run();
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /^fetched aws-load-balancer-controller 3\.5\.0\n/);
    assert.match(stdout, /\nall 14 charts of charts\/lock\.yaml are there\n$/);
    assert.equal(readdirSync(folder).length, installedCharts.length + 1);
  });

  it("writes the digests that a lock lacks when it is asked to, and refuses without", async () => {
    write(locked.map(({ sha256: _unknown, ...row }) => row));
    const refused = await run();
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      /^aws-load-balancer-controller 3\.5\.0: charts\/lock\.yaml has no sha256 of it; `npm run charts -- --lock` writes it\n/,
    );
    assert.equal(refused.stderr.trimEnd().split("\n").length, installedCharts.length);
    assert.equal((await run("--lock")).code, 0);
    assert.deepEqual(readLock(folder), { mirror: mirror.url, charts: locked });
  });

  it("says in a few words that the lock is behind the catalogue, and where", async () => {
    write(locked.filter(({ chart }) => chart !== "keda"));
    const { code, stderr } = await run();
    assert.equal(code, 1);
    assert.match(stderr, /^1 problem in charts\/lock\.yaml\n {2}charts\/lock\.yaml:\d+ {2}charts\n {4}no row has keda 2\.20\.2/);
  });

  it("says that it cannot write, and what is in the way", async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "a file where the folder should be");
    const { code, stderr } = await run("--lock");
    assert.equal(code, 1);
    assert.match(stderr, /gateway-fleet-charts-command-\w+ cannot be used: E(EXIST|NOTDIR): [^\n]+; mend that and try again\n$/);
  });
});
