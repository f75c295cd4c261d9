import assert from "node:assert/strict";
import { changesIn, createProject } from "./project";
import { Story, until } from "./story";

/** One EKS cluster under Karpenter, from nothing to nothing: each test goes on where the last one ended. */
describe("a cluster under Karpenter on the lab", function () {
  this.timeout(600_000);
  let story: Story;

  before(() => {
    story = new Story(createProject({ staging: { copyOf: "staging" } }));
    for (const section of ["clouds", "clusters"])
      for (const key of ["azure", "gcp", "az-wus2", "gcp-usw1"]) story.deleteIn("staging", [section, key]);
    story.setIn("staging", ["traffic", "weights"], { aws: 100 });
    // One cloud survives no loss of itself.
    story.deleteIn("staging", ["traffic", "peakRps"]);
    const alone = { lost: "aws", reason: "one cluster is enough for Karpenter", until: "2026-12-31" };
    story.setIn("staging", ["traffic", "allowDegraded"], [alone]);
    story.setIn("staging", ["clouds", "aws", "nodeAutoscaler"], "karpenter");
  });
  after(() => story.project.remove());

  it("S0.150 comes up with the pools' minima as node groups, and runs the gateway's pods there", async () => {
    await story.up("staging");
    assert.equal(await count("nodes"), 2);
    assert.deepEqual(await limits(), { general: "8", "general-spot": "2" });
    await until(30, async () => (await runningGateways()) === 2);
    assert.equal(await addedNodes(), 0);
  });

  it("shows no changes in a second preview and in a refresh", async () => {
    for (const operation of ["preview", "refresh"]) assert.deepEqual(changesIn(await story.succeed(operation, "staging")), [], operation);
  });

  it("changes what Karpenter may add, and no node group, for another maximum", async () => {
    story.setIn("staging", ["nodePools", "general", "max"], 12);
    const outcome = await story.up("staging");
    const changes = changesIn(outcome);
    assert.equal(changes.length, 2, outcome.output);
    assert.ok(
      changes.every((line) => line.startsWith("~ kubernetes:karpenter.sh/v1:NodePool ")),
      outcome.output,
    );
    assert.deepEqual(changesIn(await story.succeed("preview", "staging")), []);
  });

  it("gets nodes above the minima for the pods that wait", async () => {
    const workload = ["workloads", "api-gateway"];
    story.setIn("staging", [...workload, "resources", "requests", "cpu"], "1");
    story.setIn("staging", [...workload, "scaling", "min"], 6);
    await story.up("staging");
    await until(60, async () => (await runningGateways()) === 6);
    assert.ok((await addedNodes()) > 0);
    assert.deepEqual(changesIn(await story.succeed("preview", "staging")), []);
  });

  it("goes without a trace at the first attempt", async () => {
    const outcome = await story.succeed("destroy", "staging");
    assert.ok(changesIn(outcome).length > 0, outcome.output);
    const status = await story.succeed("status", "staging");
    assert.match(status.output, /^aws: empty$/m);
  });

  function runningGateways(): Promise<number> {
    return count("pods", "--namespace", "api-gateway", "--field-selector", "status.phase=Running");
  }

  function addedNodes(): Promise<number> {
    return count("nodes", "--selector", "karpenter.sh/nodepool");
  }

  async function count(...words: readonly string[]): Promise<number> {
    const found = await kubectl("get", ...words, "--no-headers");
    return found.split("\n").filter((line) => line !== "").length;
  }

  /** vCPUs that each NodePool may come to. */
  async function limits(): Promise<unknown> {
    const found = JSON.parse(await kubectl("get", "nodepools.karpenter.sh", "-o", "json")) as {
      readonly items: readonly {
        readonly metadata: { readonly name: string };
        readonly spec: { readonly limits: { readonly cpu: string } };
      }[];
    };
    return Object.fromEntries(found.items.map(({ metadata, spec }) => [metadata.name, spec.limits.cpu]));
  }

  function kubectl(...words: readonly string[]): Promise<string> {
    return story.project.kubectl("staging", "aws-usw2", ...words);
  }
});
