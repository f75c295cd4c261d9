import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chartInRegistry, chartInRepository } from "../../../catalogue/charts";
import { installedCharts } from "../../../catalogue/versions";
import { chartFolder, chartFolderVariable, lockFile, readLock, requireLock } from "../../../config/charts/folder";
import { type ChartLock, disagreements, renderLock } from "../../../config/charts/lock";
import { ConfigError } from "../../../config/file/problems";

const istiod = chartInRepository("https://charts.example.com", "istiod", "1.31.4");
const karpenter = chartInRegistry("oci://registry.example.com/karpenter/karpenter", "1.14.1");
const sha256 = "0123456789abcdef".repeat(4);

describe("the lock of the charts", () => {
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "gateway-fleet-lock-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const problemsOf = (text: string): readonly string[] => {
    writeFileSync(lockFile(folder), text);
    try {
      readLock(folder);
      return [];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.problems.map(({ file, path, line, message }) => `${file}:${line} ${path}: ${message}`);
    }
  };
  const withSource = (source: string) => `charts:\n  - { chart: istiod, version: 1.31.4, source: ${JSON.stringify(source)} }\n`;

  it("is of this repository's catalogue, as --lock writes it", () => {
    requireLock();
    assert.equal(chartFolder({ [chartFolderVariable]: "" }), chartFolder({}));
    const before = readFileSync(lockFile(chartFolder({})), "utf8");
    assert.equal(before, renderLock(readLock(chartFolder({}))));
    assert.equal(readLock(chartFolder({})).charts.length, installedCharts.length);
  });

  it("is read as it is written, with and without a mirror and digests", () => {
    const charts = [
      { chart: "istiod", version: "1.31.4", source: "https://charts.example.com", sha256 },
      { chart: "karpenter", version: "1.14.1+build.5", source: "oci://registry.example.com:5000/karpenter/karpenter" },
    ];
    for (const lock of [{ charts }, { charts, mirror: "oci://mirror.example.com/charts" }, { charts, mirror: "http://127.0.0.1:8080/" }]) {
      assert.deepEqual(problemsOf(renderLock(lock)), []);
      assert.deepEqual(readLock(folder), lock);
    }
  });

  it("says what is wrong with it, where, and all at once", () => {
    const text = `charts:\n  - { chart: ../istiod, version: latest, source: x, sha265: ${sha256} }\n  - { chart: keda, sha256: ABC }\n`;
    const problems = problemsOf(text);
    for (const [line, path, message] of [
      [2, "charts[0].chart", /"\.\.\/istiod" is not of the form/],
      [2, "charts[0].version", /"latest" is not of the form/],
      [2, "charts[0].source", /"x" is no URL; write https:/],
      [2, "charts[0].sha265", /"sha265" is unknown; did you mean "sha256"\?/],
      [3, "charts[1].version", /is missing; add it: its version/],
      [3, "charts[1].sha256", /"ABC" is not of the form/],
    ] as const)
      assert.ok(
        problems.some((problem) => problem.startsWith(`charts/lock.yaml:${line} ${path}: `) && message.test(problem)),
        `${path} in ${problems.join("\n")}`,
      );
    assert.match(problemsOf("charts: [").join(), /^charts\/lock\.yaml:1 : is not valid YAML/);
    assert.match(problemsOf("").join(), /charts\/lock\.yaml:/);
    rmSync(lockFile(folder));
    assert.throws(() => readLock(folder), /charts\/lock\.yaml\n\s+does not exist; `npm run charts -- --lock` writes it/);
  });

  it("takes no source that anybody on the way could change, and holds no password", () => {
    assert.match(
      problemsOf(withSource("http://charts.example.com")).join(),
      /"http:\/\/charts\.example\.com" is neither https:\/\/ nor oci:\/\//,
    );
    assert.match(problemsOf(withSource("ftp://charts.example.com")).join(), /is neither https/);
    assert.match(problemsOf(withSource("https://charts.example.com/?token=a")).join(), /has a query or a fragment/);
    for (const scheme of ["https", "oci"]) {
      const said = problemsOf(withSource(`${scheme}://me:hunter2@charts.example.com/a`)).join();
      assert.match(said, /has a name or a password in it, which the repository would keep/);
      assert.doesNotMatch(said, /hunter2/);
    }
    for (const source of ["https://charts.example.com", "oci://charts.example.com/a", "http://localhost:5000/a", "http://127.3.2.1/a"])
      assert.deepEqual(problemsOf(withSource(source)), []);
  });

  it("is not the catalogue's where a chart has no row, another version or another source, or two rows", () => {
    const row = ({ chart, version, source }: typeof istiod) => ({ chart, version, source, sha256 });
    const said = (charts: ChartLock["charts"]) =>
      disagreements({ charts }, [istiod, karpenter]).map(({ path, message }) => `${path.join(".")}: ${message.split(";")[0]}`);
    assert.deepEqual(said([row(istiod), row(karpenter)]), []);
    assert.deepEqual(said([row(istiod)]), ["charts: no row has karpenter 1.14.1, which catalogue/versions.ts installs"]);
    assert.deepEqual(said([{ ...row(istiod), version: "1.31.3" }, row(karpenter)]), [
      "charts.0.version: istiod is 1.31.3 here and 1.31.4 in catalogue/versions.ts",
    ]);
    assert.deepEqual(said([row(istiod), { ...row(karpenter), source: "oci://other.example.com/karpenter" }]), [
      "charts.1.source: karpenter is of oci://registry.example.com/karpenter/karpenter in catalogue/versions.ts",
    ]);
    assert.deepEqual(said([row(istiod), row(karpenter), row(istiod)]), ["charts.2: istiod 1.31.4 has a row already"]);
    assert.deepEqual(said([row(istiod), row(karpenter), { ...row(istiod), version: "1.30.0" }]), []);
  });

  it("stops whoever installs from it, at the line, where it is not the catalogue's", () => {
    const charts = installedCharts.map(({ chart, version, source }) => ({ chart, version, source }));
    writeFileSync(
      lockFile(folder),
      renderLock({ charts: charts.map((row) => (row.chart === "keda" ? { ...row, version: "2.19.0" } : row)) }),
    );
    assert.throws(
      () => requireLock(folder),
      /charts\/lock\.yaml:\d+ {2}charts\[\d+\]\.version\n\s+keda is 2\.19\.0 here and 2\.20\.2 in catalogue\/versions\.ts; `npm run charts -- --lock` writes it/,
    );
  });
});
