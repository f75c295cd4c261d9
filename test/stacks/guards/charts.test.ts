import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { archiveName } from "../../../catalogue/charts";
import { chartFolderVariable, lockFile } from "../../../config/charts/folder";
import { renderLock } from "../../../config/charts/lock";
import { loadStack } from "../../../config/file/load";
import { labArchives, type LabArchive } from "../../../lab/charts/archives";
import { planStack } from "../../../plan";
import { record } from "../../../preview/record/record";
import { deploy } from "../../../stacks/deploy";
import { requireCharts } from "../../../stacks/guards/charts";
import { everyEngine } from "../../plan/fleets";
import { ofType } from "../../components/fixtures/recording";

const root = join(__dirname, "../../..");
const releaseType = "kubernetes:helm.sh/v3:Release";

describe("the archives of charts, before anything is made", function () {
  // Evaluates the program.
  this.timeout(120_000);
  const plan = planStack(loadStack(root, "prod"));
  const { clusters } = plan.fleet;
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gateway-fleet-guard-"));
    fill(labArchives());
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const fill = (archives: readonly LabArchive[]) => {
    for (const { row, bytes } of archives) writeFileSync(join(folder, archiveName(row.chart, row.version)), bytes);
    writeFileSync(lockFile(folder), renderLock({ charts: archives.map(({ row }) => row) }));
  };
  const refusal = (of = clusters): string => {
    try {
      requireCharts(of, folder);
      return "";
    } catch (error) {
      assert.ok(pulumi.RunError.isInstance(error), String(error));
      return error.message;
    }
  };

  it("are the lock's, or the run ends with all that are not, each with its reason, and the commands that bring them", () => {
    assert.equal(refusal(), "");
    rmSync(join(folder, "cluster-autoscaler-9.59.0.tgz"));
    writeFileSync(join(folder, "aws-load-balancer-controller-3.5.0.tgz"), "half of it");
    const said = refusal();
    assert.match(said, new RegExp(`^charts are installed from archives below ${folder}, and not all of them are there:\n`));
    assert.match(said, /\n {2}cluster-autoscaler 9\.59\.0: charts\/cluster-autoscaler-9\.59\.0\.tgz does not exist\n/);
    assert.match(
      said,
      /\n {2}aws-load-balancer-controller 3\.5\.0: charts\/aws-load-balancer-controller-3\.5\.0\.tgz has the sha256 [0-9a-f]{64}, and charts\/lock\.yaml says [0-9a-f]{64}\n/,
    );
    assert.match(said, /\n`npm run charts` brings those that the lock has a sha256 of; `npm run charts -- --lock`, once and where/);
  });

  it("are refused where the lock has no digest of them, even when they are there, and where it has no row", () => {
    const without = labArchives().map(({ row: { sha256: _unknown, ...row } }) => row);
    writeFileSync(lockFile(folder), renderLock({ charts: without }));
    assert.match(refusal(), /\n {2}cluster-autoscaler 9\.59\.0: charts\/lock\.yaml has no sha256 of it\n/);
    writeFileSync(lockFile(folder), renderLock({ charts: without.map((row) => ({ ...row, version: "1.0.0" })) }));
    assert.match(refusal(), /\n {2}cluster-autoscaler 9\.59\.0: charts\/lock\.yaml has no row of it\n/);
  });

  it("are asked for as far as a cluster of the plan installs them, and for none that is frozen", () => {
    for (const file of readdirSync(folder)) rmSync(join(folder, file));
    assert.equal(refusal(clusters.filter(({ cloud }) => cloud !== "aws")), "");
    assert.equal(refusal(clusters.map((cluster) => ({ ...cluster, unreachable: { reason: "fire", until: "2026-12-01" } }))), "");
    assert.throws(() => requireCharts(clusters, folder), /charts\/lock\.yaml\n\s+does not exist/);
  });

  it("are asked for by previews and updates, which have an engine, and by no plan", async () => {
    const before = process.env[chartFolderVariable];
    process.env[chartFolderVariable] = folder;
    rmSync(join(folder, "cluster-autoscaler-9.59.0.tgz"));
    try {
      await record(() => deploy(plan), { stack: "prod", preview: true });
      for (const preview of [true, false]) {
        pulumi.runtime.resetOptions("gateway-fleet", "prod", -1, "127.0.0.1:1", "127.0.0.1:1", preview, "organization");
        assert.throws(() => deploy(plan), /cluster-autoscaler 9\.59\.0: charts\/cluster-autoscaler-9\.59\.0\.tgz does not exist/);
      }
    } finally {
      pulumi.runtime.resetOptions("", "", -1, "", "", false, "");
      if (before === undefined) Reflect.deleteProperty(process.env, chartFolderVariable);
      else process.env[chartFolderVariable] = before;
    }
  });

  it("are all that a release of the stack is of, and each is asked for", async () => {
    const config = loadStack(root, "prod");
    const workloads = Object.entries(config.fleet.workloads).map(([name, workload]) => {
      const { scaling } = workload;
      return [
        name,
        scaling.engine === "hpa" ? { ...workload, scaling: { ...scaling, max: Math.min(scaling.max, 34) } } : workload,
      ] as const;
    });
    const everything = planStack({
      ...config,
      fleet: { ...config.fleet, workloads: Object.fromEntries(workloads), platform: everyEngine },
    });
    const recording = await record(() => deploy(everything), { stack: "prod", preview: true });
    const installed = [...new Set(ofType(recording, releaseType).map(({ inputs }) => String(inputs["chart"])))].sort();
    for (const file of readdirSync(folder)) if (file.endsWith(".tgz")) rmSync(join(folder, file));
    const asked = [...refusal(everything.fleet.clusters).matchAll(/: charts\/(\S+\.tgz) does not exist/g)].map(
      ([, file = ""]) => `./charts/${file}`,
    );
    assert.deepEqual(asked.sort(), installed);
    assert.ok(installed.length > 8);
  });
});
