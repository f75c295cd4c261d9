import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { archiveName, chartInRegistry, chartInRepository, type ChartVersion } from "../../../catalogue/charts";
import { bringArchives, writeLock } from "../../../cli/charts/bring";
import { sha256Of } from "../../../config/charts/archive";
import { lockFile, readLock } from "../../../config/charts/folder";
import { type ChartLock, renderLock } from "../../../config/charts/lock";
import { ConfigError } from "../../../config/file/problems";
import { archiveFor } from "../../../lab/charts/archives";
import { patience, registryOf, repositoryOf, testServer, type TestServer } from "./servers";

describe("npm run charts", () => {
  let folder = "";
  let repository: TestServer;
  let registry: TestServer;
  let istiod: ChartVersion;
  let karpenter: ChartVersion;
  let both: readonly ChartVersion[];
  beforeEach(async () => {
    folder = join(mkdtempSync(join(tmpdir(), "gateway-fleet-charts-")), "charts");
    repository = await testServer();
    registry = await testServer();
    istiod = chartInRepository(repository.url, "istiod", "1.31.4");
    karpenter = chartInRegistry(`oci://${registry.host}/charts/karpenter`, "1.14.1");
    both = [istiod, karpenter];
    repository.answer = repositoryOf([istiod]);
    registry.answer = registryOf([karpenter]);
  });
  afterEach(() => {
    repository.close();
    registry.close();
    rmSync(join(folder, ".."), { recursive: true });
  });

  const lockOf = (charts: readonly ChartVersion[], change: (chart: ChartVersion) => object = () => ({})): ChartLock => ({
    charts: charts.map((chart) => {
      const { chart: name, version, source } = chart;
      return { chart: name, version, source, sha256: sha256Of(archiveFor(chart)), ...change(chart) };
    }),
  });
  const archiveIn = ({ chart, version }: ChartVersion) => readFileSync(join(folder, archiveName(chart, version)));

  it("brings what the lock names, from a repository and a registry, and asks nobody for what is there", async () => {
    assert.deepEqual(await bringArchives(folder, lockOf(both), patience), {
      fetched: ["istiod 1.31.4", "karpenter 1.14.1"],
      kept: [],
      problems: [],
    });
    for (const chart of both) assert.deepEqual(archiveIn(chart), archiveFor(chart));
    assert.deepEqual(readdirSync(folder).sort(), ["istiod-1.31.4.tgz", "karpenter-1.14.1.tgz"]);

    repository.asked.length = registry.asked.length = 0;
    const again = await bringArchives(folder, lockOf(both), patience);
    assert.deepEqual([again.fetched, again.kept, again.problems], [[], ["istiod 1.31.4", "karpenter 1.14.1"], []]);
    assert.deepEqual([...repository.asked, ...registry.asked], []);
  });

  it("brings all that it can, says every problem at once, and leaves what is there as it is", async () => {
    const lock = lockOf([...both, chartInRepository(repository.url, "keda", "2.20.2")]);
    await bringArchives(folder, lockOf(both), patience);
    writeFileSync(join(folder, "istiod-1.31.4.tgz"), "half of it");
    writeFileSync(join(folder, "notes.md"), "ours");
    repository.answer = (_request, response) => response.writeHead(500).end();
    rmSync(join(folder, "karpenter-1.14.1.tgz"));

    const { fetched, problems } = await bringArchives(folder, lock, patience);
    assert.deepEqual(fetched, ["karpenter 1.14.1"]);
    assert.deepEqual(
      problems.map((problem) => problem.replace(repository.url, "<repository>")),
      ["istiod 1.31.4", "keda 2.20.2"].map((chart) => `${chart}: <repository>/index.yaml answers 500 Internal Server Error, 3 times`),
    );
    assert.deepEqual(readdirSync(folder).sort(), ["istiod-1.31.4.tgz", "karpenter-1.14.1.tgz", "notes.md"]);

    repository.answer = repositoryOf([istiod]);
    const mended = await bringArchives(folder, lockOf(both), patience);
    assert.deepEqual([mended.fetched, mended.kept], [["istiod 1.31.4"], ["karpenter 1.14.1"]]);
    assert.deepEqual(archiveIn(istiod), archiveFor(istiod));
  });

  it("writes no archive that is another one than the lock's", async () => {
    const sha256 = "0".repeat(64);
    const { fetched, problems } = await bringArchives(
      folder,
      lockOf(both, (chart) => (chart === istiod ? { sha256 } : {})),
      patience,
    );
    assert.deepEqual(fetched, ["karpenter 1.14.1"]);
    assert.match(
      problems.join(),
      /^istiod 1\.31\.4: what came has the sha256 [0-9a-f]{64}, and charts\/lock\.yaml says 0{64}; it was not written\./,
    );
    assert.equal(existsSync(join(folder, "istiod-1.31.4.tgz")), false);
  });

  it("takes nothing on trust: a row without a digest is a problem until --lock has written it", async () => {
    const { problems } = await bringArchives(
      folder,
      lockOf([istiod], () => ({ sha256: undefined })),
      patience,
    );
    assert.deepEqual(problems, ["istiod 1.31.4: charts/lock.yaml has no sha256 of it; `npm run charts -- --lock` writes it"]);
    assert.deepEqual(repository.asked, []);
  });

  it("asks a mirror in place of every source, be it a repository or a registry", async () => {
    const mirror = await testServer();
    try {
      mirror.answer = repositoryOf([istiod, karpenter]);
      await bringArchives(folder, { ...lockOf(both), mirror: `${mirror.url}/helm/` }, patience);
      assert.deepEqual(mirror.asked.sort(), ["/helm/index.yaml", "/helm/istiod-1.31.4.tgz", "/helm/karpenter-1.14.1.tgz"]);
      rmSync(folder, { recursive: true });
      mirror.answer = registryOf([istiod, karpenter]);
      await bringArchives(folder, { ...lockOf(both), mirror: `oci://${mirror.host}/charts` }, patience);
      for (const chart of both) assert.deepEqual(archiveIn(chart), archiveFor(chart));
      assert.deepEqual([...repository.asked, ...registry.asked], []);
    } finally {
      mirror.close();
    }
  });

  describe("-- --lock", () => {
    it("writes a row a chart with the digest of what its source has, and brings the archives", async () => {
      assert.deepEqual(await writeLock(folder, both, patience), { fetched: ["istiod 1.31.4", "karpenter 1.14.1"], kept: [], problems: [] });
      assert.deepEqual(readLock(folder), lockOf(both));
      const again = await writeLock(folder, both, patience);
      assert.deepEqual(again.kept, ["istiod 1.31.4", "karpenter 1.14.1"]);
      assert.deepEqual(readLock(folder), lockOf(both));
    });

    it("keeps the mirror and every digest that there was, drops rows of no chart, and never takes another archive for a version", async () => {
      await writeLock(folder, both, patience);
      const sha256 = "0".repeat(64);
      const before = lockOf([...both, { ...istiod, version: "1.30.0" }], ({ version }) => (version === "1.31.4" ? { sha256 } : {}));
      writeFileSync(lockFile(folder), renderLock({ ...before, mirror: repository.url }));
      repository.answer = repositoryOf(both);
      const { problems } = await writeLock(folder, both, patience);
      assert.match(problems.join(), /^istiod 1\.31\.4: what came has the sha256/);
      assert.deepEqual(readLock(folder), { mirror: repository.url, ...lockOf(both, (chart) => (chart === istiod ? { sha256 } : {})) });
    });

    it("writes rows without a digest for what cannot be had, and takes nothing else for an archive", async () => {
      registry.answer = (_request, response) => response.writeHead(404).end();
      repository.answer = (request, response) =>
        request.url === "/index.yaml" ? repositoryOf([istiod])(request, response) : response.end("<html>Please log in</html>");
      const { problems } = await writeLock(folder, both, patience);
      assert.deepEqual(problems[0], "istiod 1.31.4: what came is no archive of a chart");
      assert.match(problems[1] ?? "", /^karpenter 1\.14\.1: http:.* answers 404 Not Found$/);
      assert.deepEqual(readLock(folder), { charts: lockOf(both).charts.map(({ sha256: _unknown, ...row }) => row) });
      assert.deepEqual(readdirSync(folder), ["lock.yaml"]);

      repository.answer = (request, response) =>
        request.url === "/index.yaml"
          ? repositoryOf([istiod])(request, response)
          : response.end(archiveFor({ ...istiod, version: "1.31.3" }));
      assert.deepEqual((await writeLock(folder, [istiod], patience)).problems, ["istiod 1.31.4: what came is istiod 1.31.3"]);
    });

    it("overwrites no lock that it cannot read", async () => {
      await writeLock(folder, both, patience);
      writeFileSync(lockFile(folder), "mirror: [");
      await assert.rejects(writeLock(folder, both, patience), ConfigError);
      assert.equal(readFileSync(lockFile(folder), "utf8"), "mirror: [");
    });
  });
});
