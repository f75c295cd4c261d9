import assert from "node:assert/strict";
import { changesIn } from "../project";
import { begin, end, oneClusterPerCloud } from "../shapes";
import { type Story, until } from "../story";

/** What operators change from day to day: each test goes on where the last one ended. */
describe("a change of the fleet on the lab", function () {
  this.timeout(600_000);
  let story: Story;

  before(async () => {
    story = await begin(oneClusterPerCloud);
  });
  after(() => end(story, oneClusterPerCloud));

  it("leaves a pool at its live size through a new maximum and a new label, and raises it with a new minimum", async () => {
    const pool = ["clusters", "aws-usw2", "overrides", "nodePools", "general"];
    // Without a spot part the pool's minimum is its on-demand minimum.
    story.setIn("prod", [...pool, "spotPercent"], 0);
    await story.up("prod");
    await story.succeed("scale", "prod", "aws-usw2/general", "15");
    for (const [edit, size] of [
      [{ max: 24 }, 15],
      [{ labels: { tier: "edge" } }, 15],
      [{ min: 18, initial: 18 }, 18],
    ] as const) {
      for (const [key, value] of Object.entries(edit)) story.setIn("prod", [...pool, key], value);
      const outcome = await story.up("prod");
      assert.equal(await story.generalNodes("aws-usw2"), size, JSON.stringify(edit));
      assert.ok(
        changesIn(outcome).length > 0 && changesIn(outcome).every((line) => line.includes("aws:eks/nodeGroup:NodeGroup")),
        outcome.output,
      );
    }
  });

  it("leaves the system pool that came with an AKS cluster at its live size when the cluster changes", async () => {
    await story.succeed("scale", "prod", "az-wus2/system", "3");
    story.setIn("prod", ["clouds", "azure", "apiAccess", "cidrs"], ["203.0.113.0/24", "198.51.100.0/24"]);
    const outcome = await story.up("prod");
    assert.equal(changesIn(outcome).length, 1, outcome.output);
    assert.match(changesIn(outcome)[0] ?? "", /^~ azure-native:containerservice:ManagedCluster /);
    assert.equal(await story.systemNodes("az-wus2"), 3);
  });

  it("fails at a broken API server, names the line to add, and keeps what it changed elsewhere", async () => {
    await story.succeed("break", "prod", "cluster/gcp-usw1");
    story.setIn("prod", ["workloads", "api-gateway", "image"], "ghcr.io/example/api-gateway:1.8.3");
    const outcome = await story.project.lab("up", "prod");
    assert.equal(outcome.code, 1);
    assert.match(outcome.output, /gcp-usw1[\s\S]*unreachable: \{ reason: /);
    assert.match(await story.imageOf("aws-usw2"), /1\.8\.3/);
  });

  it("raises what survives a lost cloud whose APIs and clusters are all away, and finishes there once it is back", async () => {
    await story.succeed("break", "prod", "api/gcp");
    story.setIn("prod", ["clusters", "gcp-usw1", "unreachable"], { reason: "drill", until: "2026-12-31" });
    const survivor = ["clusters", "az-wus2", "overrides"];
    story.setIn("prod", [...survivor, "nodePools", "general", "max"], 26);
    story.setIn("prod", [...survivor, "workloads", "api-gateway", "scaling", "max"], 55);
    story.setIn("prod", ["workloads", "api-gateway", "image"], "ghcr.io/example/api-gateway:1.8.4");
    const frozen = await story.up("prod");
    assert.ok(
      changesIn(frozen).every((line) => !line.includes("gcp-usw1") || line.includes("pulumi:providers:")),
      frozen.output,
    );
    assert.match(await story.imageOf("aws-usw2"), /1\.8\.4/);
    const raised = changesIn(frozen)
      .filter((line) => line.includes(" az-wus2"))
      .map((line) => line.split(" ")[1]);
    assert.deepEqual(raised.sort(), [
      "azure-native:containerservice:AgentPool",
      "azure-native:containerservice:AgentPool",
      "kubernetes:apps/v1:Deployment",
      "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    ]);

    await story.succeed("mend", "prod");
    story.deleteIn("prod", ["clusters", "gcp-usw1", "unreachable"]);
    await story.up("prod");
    assert.match(await story.imageOf("gcp-usw1"), /1\.8\.4/);
  });

  it("adds a region as the first key of the map without touching any other cluster, also where its region has one", async () => {
    story.project.edit("prod", (document) => {
      const key = ["config", "gateway-fleet:clusters"];
      const old = (document.toJS() as { config: Record<string, object> }).config["gateway-fleet:clusters"];
      const added = { cloud: "gcp", region: "us-west1", zones: ["us-west1-a", "us-west1-b"], slot: 9, kubernetes: "1.35" };
      document.setIn(key, document.createNode({ "gcp-new": added, ...old }));
    });
    story.setIn("prod-traffic", ["traffic", "clusters", "gcp-new"], 1);
    const outcome = await story.up("prod");
    const touched = changesIn(outcome).filter((line) => !line.startsWith("+ "));
    // What counts the cloud's addresses, and the part of its cloud that the region gets.
    assert.deepEqual(
      touched.map((line) => line.split(" ").slice(0, 3).join(" ")).sort(),
      ["~ aws:route53/healthCheck:HealthCheck api-gcp-health", "~ aws:route53/record:Record api-gcp-us-west1"],
      outcome.output,
    );
    assert.ok(Object.values(story.addressesOf("gcp-new")).length === 1);
    await until(20, async () => (await story.answers(500)).has(story.addressesOf("gcp-new")["regional"] ?? ""));
  });

  it("replaces a cluster by another slot: the new one has all its objects before the old one goes", async () => {
    const [uid, address] = [await story.uidOf("gcp-new"), story.addressesOf("gcp-new")["regional"] ?? ""];
    story.setIn("prod-traffic", ["traffic", "clusters", "gcp-new"], "disabled");
    await story.up("prod-traffic");
    story.setIn("prod", ["clusters", "gcp-new", "protect"], false);
    await story.up("prod");
    story.setIn("prod", ["clusters", "gcp-new", "slot"], 8);
    const outcome = await story.up("prod");
    assert.deepEqual(
      changesIn(outcome).filter((line) => !/^[+-] /.test(line)),
      [],
    );

    assert.notEqual(await story.uidOf("gcp-new"), uid);
    assert.notEqual(story.addressesOf("gcp-new")["regional"], address);
    const kinds = "deployments,services,horizontalpodautoscalers,poddisruptionbudgets,serviceaccounts";
    const objects = await story.project.kubectl("prod", "gcp-new", "get", kinds, "-n", "api-gateway", "-o", "name");
    assert.deepEqual(objects.trim().split("\n").sort(), [
      "deployment.apps/api-gateway",
      "horizontalpodautoscaler.autoscaling/api-gateway",
      "poddisruptionbudget.policy/api-gateway",
      "service/api-gateway",
      "serviceaccount/api-gateway",
      "serviceaccount/default",
    ]);
    assert.deepEqual(changesIn(await story.succeed("preview", "prod")), []);

    story.setIn("prod-traffic", ["traffic", "clusters", "gcp-new"], 1);
    await story.up("prod-traffic");
    await until(20, async () => (await story.answers(500)).has(story.addressesOf("gcp-new")["regional"] ?? ""));
  });

  it("refuses to drop a cluster that DNS still serves, and drops just that one after traffic let go of it", async () => {
    const gone = story.addressesOf("gcp-new")["regional"] ?? "";
    const withCluster = story.project.text("prod");
    story.deleteIn("prod", ["clusters", "gcp-new"]);
    const refused = await story.project.lab("up", "prod");
    assert.equal(refused.code, 1);
    assert.match(refused.output, /traffic\.clusters\.gcp-new/);

    story.project.write("prod", withCluster);
    const serving = story.project.text("prod-traffic");
    story.deleteIn("prod-traffic", ["traffic", "clusters", "gcp-new"]);
    const abrupt = await story.project.lab("up", "prod-traffic");
    assert.match(abrupt.output, /traffic\.clusters\.gcp-new\n.*would be gone without a word; first say that it is disabled/);
    assert.ok((await story.answers(500)).has(gone));
    story.project.write("prod-traffic", serving);
    story.setIn("prod-traffic", ["traffic", "clusters", "gcp-new"], "disabled");
    await story.up("prod-traffic");
    assert.ok(!(await story.answers(500)).has(gone));
    story.deleteIn("prod-traffic", ["traffic", "clusters", "gcp-new"]);
    story.setIn("prod", ["clusters", "gcp-new", "protect"], false);
    await story.up("prod");
    story.deleteIn("prod", ["clusters", "gcp-new"]);
    const outcome = await story.up("prod");
    assert.ok(
      changesIn(outcome).length > 0 && changesIn(outcome).every((line) => line.startsWith("- ") && line.includes("gcp-new")),
      outcome.output,
    );
  });
});
