import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as tar from "tar";
import { chartInArchive } from "../../../config/charts/archive";
import { archiveFor } from "../../../lab/charts/archives";

describe("a chart's archive", () => {
  let folder = "";
  before(() => (folder = mkdtempSync(join(tmpdir(), "gateway-fleet-archive-"))));
  after(() => rmSync(folder, { recursive: true }));

  /** As other programs pack it. */
  const packed = (files: Readonly<Record<string, string>>): Buffer => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    tar.create({ file: join(folder, "chart.tgz"), gzip: true, sync: true, cwd: folder }, Object.keys(files));
    return readFileSync(join(folder, "chart.tgz"));
  };

  it("says which chart it is, wherever in it Chart.yaml is and whatever other charts are in it", () => {
    const other = "name: other\nversion: 9.9.9\n";
    const archive = packed({
      "istiod/values.yaml": "a: 1\n".repeat(500),
      "istiod/charts/other/Chart.yaml": other,
      [`istiod/files/${"long/".repeat(30)}file`]: "b",
      "istiod/Chart.yaml": "apiVersion: v2\nname: istiod\nversion: 1.31.4\n",
      "istiod/templates/a.yaml": other,
    });
    assert.deepEqual(chartInArchive(archive), { name: "istiod", version: "1.31.4" });
  });

  it("is none where it is a page, half an archive, or says nothing of a chart", () => {
    assert.equal(chartInArchive(Buffer.from("<html></html>")), undefined);
    assert.equal(chartInArchive(gzipSync("nothing of tar")), undefined);
    const whole = archiveFor({ chart: "istiod", version: "1.31.4" });
    assert.equal(chartInArchive(whole.subarray(0, whole.length / 2)), undefined);
    for (const text of ["", "name: istiod", "name: [istiod]\nversion: 1.0.0", "name: [", "name: istiod\nversion: 1.5"])
      assert.equal(chartInArchive(packed({ "istiod/Chart.yaml": text })), undefined, text);
  });

  it("of the lab is one that other programs read, and the same bytes whenever it is made", () => {
    const archive = archiveFor({ chart: "istiod", version: "1.31.4" });
    assert.deepEqual(archive, archiveFor({ chart: "istiod", version: "1.31.4" }));
    assert.deepEqual(chartInArchive(archive), { name: "istiod", version: "1.31.4" });
    writeFileSync(join(folder, "lab.tgz"), archive);
    const entries: string[] = [];
    tar.list({ file: join(folder, "lab.tgz"), sync: true, strict: true, onReadEntry: ({ path, type }) => entries.push(`${type} ${path}`) });
    assert.deepEqual(entries, ["File istiod/Chart.yaml"]);
  });
});
