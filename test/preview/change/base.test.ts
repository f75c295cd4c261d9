import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ResourceChange } from "../../../preview/change/changes";
import { type PlanReport, reportOf } from "../../../report/report";
import { renderReport } from "../../../report/terminal/report";
import { type Edit, edited, remove, root } from "../../config/project";

/** What index.ts imports. */
const program = ["index.ts", "config", "catalogue", "facts", "plan", "components", "stacks"];

describe("a plan with a base", function () {
  // Evaluates the whole program of two versions.
  this.timeout(240_000);

  let project: Repository;
  before(() => {
    project = new Repository(["Pulumi.yaml", "Pulumi.staging.yaml"]);
  });
  after(() => project.remove());

  it("says that nothing changes where nothing was edited, and leaves no folder behind", async () => {
    const { errors, warnings, changes, left } = await withOwnTemporaryFolder(() => project.since("HEAD"));
    assert.deepEqual([errors, warnings, changes?.resources], [[], [], []]);
    assert.equal(changes?.commit, project.git("rev-parse", "HEAD"));
    assert.deepEqual(left, []);
  });

  it("shows an uncommitted label as an update of the pools that have it, with both values", async () => {
    const { errors, changes } = await project.since("HEAD", [["nodePools", "general", "labels", "node-type"], "fast"]);
    assert.deepEqual(errors, []);
    assert.deepEqual(linesOf(changes), [
      "update aws-usw2-64-general-group",
      "update aws-usw2-64-general-spot-group",
      "update az-wus2-65-general-pool",
      "update az-wus2-65-general-spot-pool",
      "update gcp-usw1-66-general-pool",
      "update gcp-usw1-66-general-spot-pool",
    ]);
    const group = changes?.resources.find(({ name }) => name === "aws-usw2-64-general-group");
    assert.ok(group?.change === "update");
    assert.deepEqual(group.inputs[0], { path: 'labels["node-type"]', before: "general", after: "fast" });
  });

  it("shows no value of a variable that looks like a secret, in JSON and in text, and warns of it", async () => {
    const env = ["workloads", "api-gateway", "env"];
    const base = project.commit([env, { DB_PASSWORD: "hunter2", LOG_LEVEL: "info" }]);
    const reports = [
      await project.since(base, [env, { DB_PASSWORD: "hunter3", LOG_LEVEL: "debug" }]),
      await project.since(base, [env, { API_KEY: "hunter4", DB_PASSWORD: "hunter2", LOG_LEVEL: "info" }]),
      await project.since("HEAD", [["clouds", "gcp", "overrides"], { workloads: { "api-gateway": { env: { API_TOKEN: "hunter5" } } } }]),
      await project.since("HEAD", [
        ["clusters", "gcp-usw1", "overrides"],
        { workloads: { "api-gateway": { env: { API_TOKEN: "hunter6" } } } },
      ]),
    ];
    for (const report of reports) {
      assert.deepEqual(report.errors, []);
      assert.ok((report.changes?.resources.length ?? 0) > 0);
      const texts = [JSON.stringify(report), renderReport(report, false)];
      for (const text of texts) assert.doesNotMatch(text, /hunter/);
      assert.match(texts[1] ?? "", /looks like a secret by its name.*platform\.secretSync/);
    }
    const [changed] = reports;
    const [update] = changed?.changes?.resources ?? [];
    assert.ok(update?.change === "update");
    assert.deepEqual(
      update.inputs.map(({ before, after }) => [before, after]),
      [
        ["(hidden)", "(hidden)"],
        ["info", "debug"],
      ],
    );
    assert.deepEqual(
      reports.map(({ warnings }) => warnings.flatMap(({ path, line }) => (line !== undefined && path.includes(".env.") ? [path] : []))),
      [
        ["workloads.api-gateway.env.DB_PASSWORD"],
        ["workloads.api-gateway.env.API_KEY", "workloads.api-gateway.env.DB_PASSWORD"],
        ["clouds.gcp.overrides.workloads.api-gateway.env.API_TOKEN"],
        ["clusters.gcp-usw1.overrides.workloads.api-gateway.env.API_TOKEN"],
      ],
    );
  });

  it("replaces the pools of the one cluster that gets other machines, new ones first, and names what forces it", async () => {
    const { errors, changes } = await project.since("HEAD", [
      ["clusters", "aws-usw2", "overrides", "nodePools", "general", "shape"],
      { vcpu: 2, memoryGiB: 16 },
    ]);
    assert.deepEqual(errors, []);
    assert.deepEqual(linesOf(changes), ["replace aws-usw2-64-general-group", "replace aws-usw2-64-general-spot-group"]);
    for (const change of changes?.resources ?? []) {
      assert.ok(change.change === "replace");
      assert.equal(change.goesFirst, "new");
      assert.ok(change.because.every((path) => path.startsWith("instanceTypes[")));
    }
  });

  it("deletes all of a cluster that is taken out after it served no more, and does nothing else", async () => {
    const drained = project.commit([["traffic", "weights"], { aws: 80, azure: 20, gcp: "disabled" }]);
    const { errors, changes } = await project.since(
      drained,
      [["clusters", "gcp-usw1"], remove],
      [["traffic", "weights"], { aws: 80, azure: 20 }],
    );
    assert.deepEqual(errors, []);
    const resources = changes?.resources ?? [];
    assert.ok(resources.some(({ type }) => type === "gcp:container/cluster:Cluster"));
    assert.ok(resources.every(({ change, name }) => change === "delete" && name.includes("gcp")));
  });

  it("refuses to delete what the base protects, whatever the edit says, and names the way", async () => {
    const base = project.commit([["clusters", "gcp-usw1", "protect"], true]);
    const { errors, changes } = await project.since(
      base,
      [["clusters", "gcp-usw1", "slot"], 70],
      [["clusters", "gcp-usw1", "protect"], false],
    );
    const [error, ...others] = errors;
    assert.deepEqual(others, []);
    assert.equal(error?.path, "clusters.gcp-usw1");
    assert.match(
      error?.message ?? "",
      /gcp-usw1-66-\S+ \(gcp:\S+, deleted\).* are protected; first say clusters\.gcp-usw1\.protect: false with nothing else changed.*docs\/operate\/clusters\.md/,
    );
    assert.ok(changes?.resources.some(({ change }) => change === "create"));
  });

  it("says in the program's own words, once, that a cluster cannot become what the edit asks", async () => {
    const report = await project.since("HEAD", [["clusters", "az-wus2", "zones"], ["1"]]);
    assert.deepEqual(
      report.errors.map(({ path, message }) => `${path} ${message}`),
      [
        "clusters.az-wus2 clusters.az-wus2: a cluster cannot change its zones from 1,2 to 1; " +
          "give it another slot too, which makes another cluster beside this one, or write the old value again",
      ],
    );
    assert.equal(typeof report.errors[0]?.line, "number");
    const cluster = report.changes?.resources.find(({ type }) => type.endsWith(":ManagedCluster"));
    assert.ok(cluster?.change === "refused");
    assert.deepEqual(cluster.because, ["agentPoolProfiles[0].availabilityZones[1]"]);
    assert.match(renderReport(report, false), /refused │ az-wus2-65-cluster-control-plane/);
  });

  it("S0.181 judges answers by the base's, as an update judges them by the last one: a step too far, but for a failover with its approver", async () => {
    const weights: Edit = [["traffic", "weights"], { aws: 10, azure: 80, gcp: 10 }];
    const { errors } = await project.since("HEAD", weights);
    assert.deepEqual(
      errors.map(({ path, message }) => `${path}: ${message}`),
      [
        "traffic.weights: aws would go from 70 % to 10 %, and azure would go from 20 % to 80 % of all answers in one update, " +
          "where 20 points are the most (traffic.change.maxStepPercent); go by way of aws 50 %, azure 40 %, gcp 10 %, " +
          "or say why it has to be one step in traffic.change.allowStep: { reason, until }",
      ],
    );
    assert.equal(typeof errors[0]?.line, "number");
    const failover = { kind: "failover", from: "aws", reason: "incident 4711", approvedBy: "dana", until: "2026-12-01" };
    assert.deepEqual((await project.since("HEAD", [["traffic", "overrides"], [failover]])).errors, []);
  });

  it("names what would be made anew while it answers, once, and passes it with a reason", async () => {
    const interval: Edit = [["traffic", "health", "intervalSeconds"], 10];
    const { errors } = await project.since("HEAD", interval);
    assert.deepEqual(
      errors.map(({ path }) => path),
      ["traffic.health.intervalSeconds"],
    );
    const allowReplacement = { reason: "probe more often", until: "2026-12-01" };
    const allowed = await project.since("HEAD", interval, [["traffic", "change"], { allowReplacement }]);
    assert.deepEqual(allowed.errors, []);
    assert.ok(
      allowed.changes?.resources.some(({ change, type }) => change === "replace" && type === "aws:route53/healthCheck:HealthCheck"),
    );
  });

  it("creates everything of a stack that the base does not have", async () => {
    cpSync(join(project.folder, "Pulumi.staging.yaml"), join(project.folder, "Pulumi.fresh.yaml"));
    try {
      const { changes, errors } = await reportOf(project.folder, "fresh", { base: "HEAD" });
      assert.deepEqual(errors, []);
      assert.deepEqual([...new Set(changes?.resources.map(({ change }) => change))], ["create"]);
    } finally {
      rmSync(join(project.folder, "Pulumi.fresh.yaml"));
    }
  });

  it("says in one sentence that there is no such commit, or no repository", async () => {
    const missing = await project.since("nowhere");
    assert.deepEqual(
      missing.errors.map(({ file, message }) => `${file} ${message}`),
      [
        '--base the repository has no commit "nowhere"; give a branch, a tag or a commit that it has, and fetch it first where it is elsewhere',
      ],
    );
    const folder = mkdtempSync(join(tmpdir(), "gateway-fleet-plain-"));
    try {
      for (const file of ["Pulumi.yaml", "Pulumi.staging.yaml"]) cpSync(join(root, file), join(folder, file));
      const { errors } = await reportOf(folder, "staging", { base: "HEAD" });
      assert.match(errors[0]?.message ?? "", /git finds no repository with .*: fatal: not a git repository/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("plans on where the base's file is no longer understood, and warns that what changes is not known", async () => {
    const base = project.commit([["settings", "colour"], "blue"]);
    const { errors, warnings, changes, clusters } = await project.since(base);
    assert.deepEqual([errors, changes, clusters.length], [[], null, 3]);
    assert.match(warnings[0]?.message ?? "", /cannot be evaluated, so what changes is not known: Pulumi\.staging\.yaml settings\.colour/);
  });

  it("prints the same from any folder and in every run, and exits with 1 for what would be refused", () => {
    project.write([["nodePools", "general", "max"], 7]);
    const [one, two] = [root, tmpdir()].map((cwd) => project.plan(cwd, "--json", "--base", "HEAD"));
    assert.equal(one?.status, 0, one?.stderr);
    assert.equal(one.stdout, two?.stdout);
    project.write([["clusters", "az-wus2", "zones"], ["1"]]);
    const refused = project.plan(root, "--base", "HEAD");
    assert.deepEqual([refused.status, refused.stdout], [1, ""]);
    assert.match(refused.stderr, /Changes since HEAD \(\w{7}\): .*1 refused[\s\S]*Pulumi\.staging\.yaml:\d+ {2}clusters\.az-wus2/);
    project.write();
  });

  describe("whose program is another one", () => {
    let whole: Repository;
    before(() => {
      whole = new Repository([...program, "package.json", "Pulumi.yaml", "Pulumi.staging.yaml"]);
    });
    after(() => whole.remove());

    it("evaluates that program, and names the change of it that a cloud refuses", async () => {
      const file = join("components", "cluster", "aks", "index.ts");
      const base = whole.commitFile(file, (text) => text.replace('loadBalancerSku: "standard"', 'loadBalancerSku: "basic"'));
      const { errors, warnings, changes } = await whole.since(base);
      assert.deepEqual(warnings, []);
      assert.deepEqual(linesOf(changes), ["refused az-wus2-65-cluster-control-plane"]);
      assert.deepEqual(
        errors.map(({ path, message }) => `${path} ${message}`),
        [
          "clusters.az-wus2 networkProfile.loadBalancerSku of az-wus2-65-cluster-control-plane (azure-native:containerservice:ManagedCluster) " +
            "would change from basic to standard, which Azure refuses; write the old value again, or give the cluster another slot, " +
            "which makes another one beside it (https://learn.microsoft.com/rest/api/aks/managed-clusters/create-or-update)",
        ],
      );
    });

    it("names records that only another program makes anew", async () => {
      const file = join("components", "traffic", "route53.ts");
      const base = whole.commitFile(file, (text) => text.replace("measureLatency: plan.dns.measureLatency", "measureLatency: false"));
      const { errors } = await whole.since(base);
      assert.equal(errors.length, 1);
      assert.match(
        `${errors[0]?.path}: ${errors[0]?.message}`,
        /^traffic: \S+-health \(aws:route53\/healthCheck:HealthCheck, replaced\).* would be made anew while they answer; take back what does it, or say why/,
      );
    });

    it("compares the stack files alone, and warns, where that program does not run", async () => {
      const base = whole.commitFile("index.ts", () => 'throw new Error("made for another SDK");');
      const { errors, warnings, changes } = await whole.since(base, [["nodePools", "general", "max"], 7]);
      assert.deepEqual(errors, []);
      assert.match(
        warnings[0]?.message ?? "",
        /has a program that does not run here \(.*made for another SDK\); its stack files are compared/,
      );
      assert.ok((changes?.resources.length ?? 0) > 0);
    });
  });
});

function linesOf(changes: PlanReport["changes"]): readonly string[] {
  return (changes?.resources ?? []).map(({ change, name }: ResourceChange) => `${change} ${name}`).sort();
}

/** A project in a git repository of its own, with the checked-in files in its first commit. */
class Repository {
  readonly folder = mkdtempSync(join(tmpdir(), "gateway-fleet-project-"));

  constructor(files: readonly string[]) {
    for (const file of files) cpSync(join(root, file), join(this.folder, file), { recursive: true });
    this.git("init", "--quiet");
    this.git("add", "--all");
    this.save("Start");
  }

  /** What the working tree with these edits changes. */
  async since(base: string, ...edits: readonly Edit[]): Promise<PlanReport> {
    this.write(...edits);
    try {
      return await reportOf(this.folder, "staging", { base });
    } finally {
      this.write();
    }
  }

  /** Edits of the stack file, and of nothing but the checked-in one. */
  write(...edits: readonly Edit[]): void {
    writeFileSync(
      join(this.folder, "Pulumi.staging.yaml"),
      edits.length === 0 ? readFileSync(join(root, "Pulumi.staging.yaml")) : edited("staging", ...edits),
    );
  }

  /** A commit with these edits beside the first one; the working tree stays at that. */
  commit(...edits: readonly Edit[]): string {
    return this.commitFile("Pulumi.staging.yaml", () => edited("staging", ...edits));
  }

  commitFile(file: string, edit: (text: string) => string): string {
    const path = join(this.folder, file);
    const before = readFileSync(path, "utf8");
    const after = edit(before);
    assert.notEqual(after, before, file);
    writeFileSync(path, after);
    this.git("add", "--all");
    this.save("Edit");
    const commit = this.git("rev-parse", "HEAD");
    this.git("reset", "--quiet", "--hard", "HEAD~1");
    return commit;
  }

  plan(cwd: string, ...words: readonly string[]) {
    const loader = `file://${require.resolve("tsx")}`;
    const args = ["--import", loader, join(root, "cli/plan.ts"), "staging", "--project", this.folder, ...words];
    return spawnSync(process.execPath, args, {
      cwd,
      env: { ...process.env, NO_COLOR: "1" },
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
  }

  git(...args: readonly string[]): string {
    return execFileSync("git", ["-C", this.folder, ...args], { encoding: "utf8" }).trim();
  }

  private save(message: string): void {
    this.git("-c", "user.name=Ops", "-c", "user.email=ops@example.com", "commit", "--quiet", "--message", message);
  }

  remove(): void {
    if (existsSync(this.folder)) rmSync(this.folder, { recursive: true });
  }
}

/** Whoever else compares versions on this machine has its folders elsewhere. */
async function withOwnTemporaryFolder<Result extends object>(use: () => Promise<Result>): Promise<Result & { readonly left: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), "gateway-fleet-temporary-"));
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  try {
    const result = await use();
    return { ...result, left: readdirSync(folder).filter((name) => name.startsWith("gateway-fleet-")) };
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
    rmSync(folder, { recursive: true });
  }
}
