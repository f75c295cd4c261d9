import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installedCharts } from "../../../catalogue/versions";
import { requireLock } from "../../../config/charts/folder";
import { loadStack } from "../../../config/file/load";
import { supplyCharts } from "../../../lab/charts/supply";
import { writeFaults } from "../../../lab/faults";
import { loadChart } from "../../../lab/kubernetes/helm/load";
import { planStack } from "../../../plan";
import { requireCharts } from "../../../stacks/guards/charts";

const { clusters } = planStack(loadStack(join(__dirname, "../../.."), "prod")).fleet;

describe("a chart repository that is broken", () => {
  let root = "";
  let home = { root, charts: "", faults: "", fleetStack: "prod" };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "lab-charts-"));
    home = { root, charts: join(root, "charts"), faults: join(root, "faults.json"), fleetStack: "prod" };
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const breaking = (...broken: readonly string[]) => writeFaults(home, { broken, spared: [], injected: [] });
  const failureOf = (inputs: Parameters<typeof loadChart>[1]) => {
    const loaded = loadChart(home, inputs);
    return "failure" in loaded ? loaded.failure : "";
  };

  it("stops no update of a lab that has the archives, and nobody asks it", async () => {
    await supplyCharts(home);
    assert.equal(readdirSync(home.charts).length, installedCharts.length + 1);
    const before = statSync(join(home.charts, "istiod-1.31.4.tgz")).mtimeMs;

    breaking("charts");
    await supplyCharts(home);
    assert.equal(statSync(join(home.charts, "istiod-1.31.4.tgz")).mtimeMs, before);
    requireLock(home.charts);
    requireCharts(clusters, home.charts);
    for (const { archive, chart, version } of installedCharts)
      assert.deepEqual(loadChart(home, { chart: archive, version }), { name: chart, version });
  });

  it("stops a lab that lacks an archive, which says which and what mends it, and goes on once it is mended", async () => {
    await supplyCharts(home);
    rmSync(join(home.charts, "cluster-autoscaler-9.59.0.tgz"));
    breaking("charts");
    await assert.rejects(
      supplyCharts(home),
      /hand them out:\n {2}cluster-autoscaler 9\.59\.0: http:.*index\.yaml answers 503 Service Unavailable, once\nWhere it is broken: npm run lab -- mend prod charts$/,
    );
    assert.throws(
      () => requireCharts(clusters, home.charts),
      /cluster-autoscaler 9\.59\.0: charts\/cluster-autoscaler-9\.59\.0\.tgz does not exist/,
    );

    breaking();
    await supplyCharts(home);
    requireCharts(clusters, home.charts);
  });

  it("stops every release that names it, as it stopped all of them while they did", async () => {
    await supplyCharts(home);
    const fromRepository = { chart: "istiod", version: "1.31.4", repositoryOpts: { repo: "https://charts.example.com" } };
    const fromRegistry = { chart: "oci://registry.example.com/charts/istiod", version: "1.31.4" };
    for (const inputs of [fromRepository, fromRegistry]) assert.deepEqual(loadChart(home, inputs), { name: "istiod", version: "1.31.4" });
    breaking("charts");
    assert.match(failureOf(fromRepository), /^https:\/\/charts\.example\.com cannot be reached: it answers 503/);
    assert.match(failureOf(fromRegistry), /^oci:\/\/registry\.example\.com\/charts\/istiod cannot be reached: it answers 503/);
    assert.equal(failureOf({ chart: "./charts/istiod-1.31.4.tgz" }), "");
  });

  it("is not what is wrong where a path leads to nothing, or to no chart", async () => {
    await supplyCharts(home);
    assert.equal(failureOf({ chart: "./charts/istiod-9.9.9.tgz", version: "9.9.9" }), 'path "./charts/istiod-9.9.9.tgz" not found');
    assert.equal(failureOf({ chart: "./charts/lock.yaml" }), '"./charts/lock.yaml" is no archive of a chart');
    assert.match(readFileSync(join(home.charts, "lock.yaml"), "utf8"), /sha256/);
  });
});
