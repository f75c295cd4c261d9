import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installedCharts } from "../../catalogue/versions";
import { lockFile } from "../../config/charts/folder";
import { renderLock } from "../../config/charts/lock";
import { planAndReport } from "../../report/report";

const root = join(__dirname, "../..");

describe("a plan whose charts' lock is behind the catalogue", () => {
  let charts = "";
  before(() => (charts = mkdtempSync(join(tmpdir(), "gateway-fleet-charts-"))));
  after(() => rmSync(charts, { recursive: true }));

  const errorsWith = async (change: (rows: typeof installedCharts) => typeof installedCharts) => {
    const rows = change(installedCharts).map(({ chart, version, source }) => ({ chart, version, source }));
    writeFileSync(lockFile(charts), renderLock({ charts: rows }));
    const nothing = () => Promise.resolve({ recordings: [], changes: null, warnings: [], errors: [] });
    const { report } = await planAndReport(root, "staging", { charts }, nothing);
    return report.errors.map(({ file, path, message }) => `${file} ${path}: ${message}`);
  };

  it("needs no digest and no archive", async () => {
    assert.deepEqual(await errorsWith((rows) => rows), []);
  });

  it("is refused with every chart that has no row, or one of another version, and the command that mends it", async () => {
    const errors = await errorsWith((rows) =>
      rows.flatMap((row) => (row.chart === "keda" ? [] : row.chart === "istiod" ? [{ ...row, version: "1.30.0" }] : [row])),
    );
    assert.deepEqual(errors, [
      "charts/lock.yaml charts: no row has keda 2.20.2, which catalogue/versions.ts installs; `npm run charts -- --lock` writes it",
      "charts/lock.yaml charts[7].version: istiod is 1.30.0 here and 1.31.4 in catalogue/versions.ts; `npm run charts -- --lock` writes it",
    ]);
  });
});
