import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PlanReport, reportOf } from "../../cli/plan/report";

const root = join(__dirname, "../..");

describe("a plan with a base", function () {
  // Evaluates the whole program of two versions.
  this.timeout(240_000);

  let project: string;
  before(() => {
    project = mkdtempSync(join(tmpdir(), "gateway-fleet-project-"));
    for (const name of ["index.ts", "stacks", "components", "package.json", "Pulumi.yaml", "Pulumi.staging.yaml"])
      cpSync(join(root, name), join(project, name), { recursive: true });
    git("init", "--quiet");
    git("add", "--all");
    git("-c", "user.name=Ops", "-c", "user.email=ops@example.com", "commit", "--quiet", "--message", "Base");
  });
  after(() => {
    rmSync(project, { recursive: true });
  });

  it("says that nothing changes where nothing was edited, and leaves no folder behind", async () => {
    const { errors, changes } = await reportOf(project, "staging", { base: "HEAD" });
    assert.deepEqual(errors, []);
    assert.deepEqual(changes?.resources, []);
    assert.equal(changes?.commit, git("rev-parse", "HEAD").trim());
    assert.deepEqual(
      readdirSync(tmpdir()).filter((name) => name.startsWith("gateway-fleet-base-")),
      [],
    );
  });

  it("names the inputs that an edit changes in place, the same in every run", async () => {
    const file = join(project, "Pulumi.staging.yaml");
    const text = readFileSync(file, "utf8");
    const edited = text.replace(/min: (\d+)/, (_, min) => `min: ${Number(min) + 1}`);
    assert.notEqual(edited, text);
    writeFileSync(file, edited);
    try {
      const report = await reportOf(project, "staging", { base: "HEAD" });
      const paths = (report.changes?.resources ?? []).flatMap((change) => (change.change === "update" ? change.inputs : []));
      assert.ok(
        paths.some(({ path }) => /min/i.test(path)),
        summary(report),
      );
      assert.equal(summary(await reportOf(project, "staging", { base: "HEAD" })), summary(report));
    } finally {
      writeFileSync(file, text);
    }
  });

  it("creates everything of a stack that the base does not have", async () => {
    cpSync(join(project, "Pulumi.staging.yaml"), join(project, "Pulumi.fresh.yaml"));
    try {
      const { changes, resources } = await reportOf(project, "fresh", { base: "HEAD" });
      assert.deepEqual([...new Set(changes?.resources.map(({ change }) => change))], ["create"]);
      assert.ok((changes?.resources.length ?? 0) > resources.length / 2);
    } finally {
      rmSync(join(project, "Pulumi.fresh.yaml"));
    }
  });

  it("says in one sentence that there is no such commit", async () => {
    const { errors } = await reportOf(project, "staging", { base: "nowhere" });
    assert.deepEqual(
      errors.map(({ file }) => file),
      ["--base"],
    );
    assert.match(errors[0]?.message ?? "", /no commit "nowhere"/);
  });

  function git(...args: string[]): string {
    return execFileSync("git", ["-C", project, ...args], { encoding: "utf8" });
  }
});

function summary({ changes, errors }: PlanReport): string {
  return JSON.stringify({ changes, errors });
}
