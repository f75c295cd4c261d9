import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PlanReport, reportOf } from "../../report/report";
import { renderReport } from "../../report/terminal/report";

const root = join(__dirname, "../..");

describe("the plan report", function () {
  // Loads four clouds' SDKs and evaluates the whole program.
  this.timeout(120_000);

  let prod: PlanReport;
  before(async () => {
    prod = await reportOf(root, "prod");
  });

  it("lists the fleet's clusters with cloud and region", () => {
    assert.deepEqual(
      prod.clusters.map(({ name, cloud, region }) => `${name} ${cloud} ${region}`),
      [
        "aws-use1 aws us-east-1",
        "aws-usw2 aws us-west-2",
        "az-eus azure eastus",
        "az-wus2 azure westus2",
        "gcp-usc1 gcp us-central1",
        "gcp-usw1 gcp us-west1",
      ],
    );
  });

  it("lists what the program registers, in the fleet's stack and in the traffic stack that names it", () => {
    assert.deepEqual([...new Set(prod.resources.map(({ stack }) => stack))], ["prod", "prod-traffic"]);
    const clusters = prod.resources.filter(({ type }) => /:(Cluster|ManagedCluster)$/.test(type) && !type.startsWith("gateway-fleet:"));
    assert.equal(clusters.length, 6);
    const urns = new Set(prod.resources.map(({ urn }) => urn));
    assert.equal(urns.size, prod.resources.length);
    for (const { parent, name } of prod.resources) assert.ok(parent === null || urns.has(parent), `${name} has a parent that is not there`);
  });

  it("S0.87 S0.88 S0.89 shows weights and every record of the traffic", () => {
    assert.deepEqual(prod.traffic?.weights, { aws: 70, azure: 20, gcp: 10 });
    const registered = prod.resources.filter(({ type }) => type === "aws:route53/record:Record").map(({ name }) => name);
    assert.deepEqual(registered.sort(), prod.traffic?.records.map(({ name }) => name).sort());
  });

  it("covers the traffic stack alone when that is named", async () => {
    const report = await reportOf(root, "prod-traffic");
    assert.deepEqual([...new Set(report.resources.map(({ stack }) => stack))], ["prod-traffic"]);
    assert.deepEqual(report.traffic, prod.traffic);
  });

  it("covers both halves of a stack that owns fleet and traffic", async () => {
    const report = await reportOf(root, "staging");
    assert.deepEqual([...new Set(report.resources.map(({ stack }) => stack))], ["staging"]);
    assert.equal(report.traffic?.stack, "staging");
    assert.ok(!report.resources.some(({ type }) => type === "pulumi:pulumi:StackReference"));
  });

  it("shows what the fleet draws on its quotas, with the limit of the stack file or the vendor's default", () => {
    const shown = prod.quotas
      .filter(({ place }) => place === "us-west-2")
      .map(({ quota, demand, limit, percent }) => `${quota} ${demand} of ${limit}, ${percent} %`);
    assert.deepEqual(shown, [
      "eksClusters 1 of 100, 1 %",
      "elasticIps 6 of 12, 50 %",
      "networkLoadBalancers 1 of 50, 2 %",
      "onDemandVcpus 200 of 256, 79 %",
      "spotVcpus 24 of 64, 38 %",
      "vpcs 1 of 5, 20 %",
    ]);
    assert.match(renderReport(prod, false), /aws +│ elasticIps +│ us-west-2 +│ 6 addresses +│ 12 +│ 50 %/);
  });

  it("says of each cloud's and each region's loss who answers then, with which load, and whether they carry it", () => {
    assert.deepEqual(
      prod.losses.map(({ lost, survives }) => [lost, survives]),
      ["aws", "azure", "gcp", "us-east-1", "us-west-2", "eastus", "westus2", "us-central1", "us-west1"].map((lost) => [lost, true]),
    );
    const aws = prod.losses.find(({ lost }) => lost === "aws");
    assert.deepEqual(aws?.shares, { azure: 0.9, gcp: 0.1 });
    assert.deepEqual(aws?.clusters[0], {
      cluster: "az-eus",
      share: 0.45,
      rps: 3150,
      capacityRps: 5000,
      replicas: 32,
      maxReplicas: 50,
      room: 56,
    });
    assert.equal(prod.survival?.asked, null);
  });

  it("says the same of places that are lost together, and refuses names that nothing has", async () => {
    const { survival, errors } = await reportOf(root, "prod-traffic", { lose: ["aws", "gcp"] });
    assert.deepEqual([survival?.asked?.lost, survival?.asked?.shares, errors], ["aws + gcp", { azure: 1 }, []]);
    const all = await reportOf(root, "prod-traffic", { lose: ["aws", "azure", "gcp"] });
    assert.deepEqual(
      all.errors.map(({ file, message }) => [file, message.split(";")[0]]),
      [["--lose", "nobody is left to answer when aws and azure and gcp are lost"]],
    );
    const unknown = await reportOf(root, "prod-traffic", { lose: ["awz"] });
    assert.deepEqual(
      unknown.errors.map(({ message }) => message),
      ['"awz" is no cloud, region or cluster that serves; did you mean "aws"?'],
    );
  });

  it("says the same of a loss everywhere, with a load and without: in the table, in JSON, in the errors, and no seconds where nobody recovers", async () => {
    const alone = (text: string) =>
      text.replace(/weights:.*/, "weights: { gcp: 100 }").replace(/clusters: .*/, "clusters: { gcp-usw1: 1, gcp-usc1: 1 }");
    for (const edit of [alone, (text: string) => alone(text).replace(/ +peakRps: .*\n/, "")]) {
      const { losses, survival, errors, ...report } = await planned({ "prod-traffic": edit });
      const seconds = losses.map(({ lost, worstSeconds }) => `${lost} ${worstSeconds}`);
      assert.deepEqual(seconds, ["gcp null", "us-central1 178", "us-west1 178"]);
      assert.equal(losses[0]?.survives, false);
      assert.ok(
        errors.some(({ path, message }) => path === "traffic.weights" && /^nobody is left to answer when gcp is lost; let /.test(message)),
      );
      const text = renderReport({ ...report, losses, survival, errors: [] }, false);
      assert.match(text, /│ gcp +│ 0 % +│ .*never +│ NO +│/);
      assert.match(text, /After any loss but of gcp, for clients that honour the TTL: 178 s at worst/);
    }
  });

  it("accepts what is asked for by another name of a loss that is accepted", async () => {
    const edit = (text: string) =>
      text
        .replace(/weights:.*/, "weights: { gcp: 100 }")
        .replace(/clusters: .*/, "clusters: { gcp-usw1: 1 }")
        .replace(/ +peakRps: .*\n/, "    allowDegraded: [{ lost: gcp, reason: a trial, until: 2026-12-31 }]\n");
    for (const lose of ["gcp", "us-west1", "gcp-usw1"]) {
      const { errors, survival } = await planned({ "prod-traffic": edit }, { lose: [lose] });
      assert.deepEqual([errors, survival?.asked?.survives, survival?.asked?.allowed?.reason], [[], false, "a trial"]);
      assert.equal(survival?.asked?.worstSeconds, null);
    }
  });

  it("has no upgrade and no warnings while there are none, and shows both where there are", () => {
    assert.equal(prod.upgrade, null);
    assert.deepEqual(
      prod.warnings.map(({ path }) => path),
      ["traffic.health.recoveryThreshold"],
      "Route 53 has one threshold both ways",
    );
    const upgrade = { to: "1.36", waves: [[{ cluster: "gcp-usw1", from: "1.35" }], [{ cluster: "aws-usw2", from: "1.35" }]] };
    const warnings = [{ file: "Pulumi.prod.yaml", path: "clusters.az-eus.kubernetes", line: 44, message: "AKS ends its standard support" }];
    const text = renderReport({ ...prod, upgrade, warnings }, false);
    assert.match(text, /Upgrade to 1\.36, wave after wave\n[^]*│ 1 +│ gcp-usw1 │ 1\.35 to 1\.36 │\n│ 2 +│ aws-usw2 │/);
    assert.match(text, /1 warning in Pulumi\.prod\.yaml\n {2}Pulumi\.prod\.yaml:44 {2}clusters\.az-eus\.kubernetes\n {4}AKS ends/);
  });

  it("looks ahead: another day than the file's finds what ends by then", async () => {
    const { warnings } = await reportOf(root, "prod", { asOf: "2027-03-01" });
    assert.equal(warnings.filter(({ file }) => file === "Pulumi.prod.yaml").length, 6);
    assert.match(warnings[0]?.message ?? "", /^EKS ends its standard support of 1\.35 on 2027-03-27, 26 days after 2027-03-01/);
    const { errors } = await reportOf(root, "prod", { asOf: "2027-04-11" });
    assert.deepEqual(
      errors.map(({ path }) => path),
      ["clusters.gcp-usw1.kubernetes", "clusters.gcp-usc1.kubernetes"],
    );
    assert.match((await reportOf(root, "prod", { asOf: "soon" })).errors[0]?.message ?? "", /"soon" is not a date/);
  });

  it("is text for people: clusters, shares, counts", () => {
    const text = renderReport(prod, false);
    assert.match(text, /aws-usw2 +│ aws +│ us-west-2 +│ 1\.35 +│ 10\.0\.0\.0\/18/);
    assert.match(text, /general-spot 0-6 m7i\.large \+4/);
    assert.match(text, /│ {5}aws-usw2 +│ 1 +│ 35 % +│ +│ usw2-az1, usw2-az2, usw2-az3/);
    assert.match(text, /│ prod-traffic │ aws:route53\/record:Record +│ 31 +│/);
    assert.ok(!text.includes("\u001b["), "colours are for terminals");
    assert.ok(renderReport(prod, true).includes("\u001b["));
  });
});

describe("npm run plan", function () {
  this.timeout(240_000);

  it("draws into a file, and says nothing about it", () => {
    const folder = mkdtempSync(join(tmpdir(), "gateway-fleet-plan-"));
    try {
      const file = join(folder, "traffic.svg");
      const { status, stdout } = plan(["staging", "--svg", file]);
      assert.equal(status, 0);
      assert.match(readFileSync(file, "utf8"), /^<svg .*<\/svg>$/s);
      assert.equal(stdout, plan(["staging"]).stdout);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("prints the same bytes from another folder, under another time zone and locale", () => {
    const here = plan(["prod", "--json"], { cwd: root });
    const there = plan(["prod", "--json", "--project", root], {
      cwd: tmpdir(),
      env: { TZ: "Pacific/Chatham", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" },
    });
    assert.equal(here.status, 0, here.stderr);
    assert.equal(there.stdout, here.stdout);
    const report: unknown = JSON.parse(here.stdout);
    assert.ok(typeof report === "object" && report !== null);
    assert.deepEqual(Object.keys(report), [
      "stack",
      "clusters",
      "commitments",
      "upgrade",
      "quotas",
      "resources",
      "traffic",
      "failover",
      "losses",
      "survival",
      "changes",
      "warnings",
      "errors",
    ]);
  });

  it("exits with 1 and every problem, with its line, when the stack is invalid", () => {
    withProject(
      (text) => text.replace("percent: 30", "percent: 101").replace("max: 50", "max: 500"),
      (project) => {
        const json = plan(["prod", "--json", "--project", project]);
        assert.equal(json.status, 1);
        const report: unknown = JSON.parse(json.stdout);
        assert.ok(typeof report === "object" && report !== null && "errors" in report);
        assert.match(
          JSON.stringify(report.errors),
          /"file":"Pulumi\.prod\.yaml","path":"clouds\.aws\.spot\.percent","line":\d+,"message":"101 /,
        );

        const text = plan(["prod", "--project", project]);
        assert.equal(text.status, 1);
        assert.equal(text.stdout, "");
        assert.match(text.stderr, /Pulumi\.prod\.yaml:\d+ {2}clouds\.aws\.spot\.percent/);
        assert.doesNotMatch(text.stderr, /\n\s+at /);
      },
    );
  });

  it("exits with 1 when the files are good and the plan is not", () => {
    withProject(
      (text) => text.replace("max: 50", "max: 500"),
      (project) => {
        const { status, stderr } = plan(["prod", "--project", project]);
        assert.equal(status, 1);
        assert.match(
          stderr,
          /Pulumi\.prod\.yaml:\d+ {2}workloads\.api-gateway\.scaling\.max\n\s+500 replicas of 500m and 1Gi do not fit in aws-use1: beside the cluster's own pods its untainted pools have room for 56/,
        );
      },
    );
  });

  it("exits with 1 for a stack that does not exist, and names those that do", () => {
    const { status, stderr } = plan(["prud"], { cwd: root });
    assert.equal(status, 1);
    assert.match(stderr, /there is no stack "prud".*did you mean prod\?/);
  });
});

function plan(
  args: readonly string[],
  { cwd = root, env = {} }: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
) {
  const tsx = require.resolve("tsx");
  return spawnSync(process.execPath, ["--import", `file://${tsx}`, join(root, "cli/plan.ts"), ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", ...env },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** The report of prod-traffic with some of the files edited. */
async function planned(
  edits: Readonly<Record<string, (text: string) => string>>,
  options: Parameters<typeof reportOf>[2] = {},
): Promise<PlanReport> {
  const project = mkdtempSync(join(tmpdir(), "gateway-fleet-plan-"));
  try {
    copyFileSync(join(root, "Pulumi.yaml"), join(project, "Pulumi.yaml"));
    for (const stack of ["prod", "prod-traffic"]) {
      const text = readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8");
      writeFileSync(join(project, `Pulumi.${stack}.yaml`), edits[stack]?.(text) ?? text);
    }
    return await reportOf(project, "prod-traffic", options);
  } finally {
    rmSync(project, { recursive: true });
  }
}

/** A copy of the project's stack files with one of them edited. */
function withProject(edit: (prod: string) => string, use: (project: string) => void): void {
  const project = mkdtempSync(join(tmpdir(), "gateway-fleet-plan-"));
  try {
    for (const file of ["Pulumi.yaml", "Pulumi.prod-traffic.yaml"]) copyFileSync(join(root, file), join(project, file));
    writeFileSync(join(project, "Pulumi.prod.yaml"), edit(readFileSync(join(root, "Pulumi.prod.yaml"), "utf8")));
    use(project);
  } finally {
    rmSync(project, { recursive: true });
  }
}
