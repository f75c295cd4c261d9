import assert from "node:assert/strict";
import { changesIn } from "../project";
import { begin, end, oneClusterPerCloud } from "../shapes";
import { type Story, until } from "../story";

/** What changes machines under load: each test goes on where the last one ended. */
describe("a change of a pool's machines on the lab", function () {
  this.timeout(600_000);
  const clusters = ["aws-usw2", "az-wus2", "gcp-usw1"];
  let story: Story;

  before(async () => {
    story = await begin(oneClusterPerCloud);
  });
  after(() => end(story, oneClusterPerCloud));

  it("gives a busy pool other machines without a node less at any time, in both its parts", async () => {
    for (const [pool, size] of [
      ["aws-usw2/general", 12],
      ["aws-usw2/general-spot", 4],
      ["az-wus2/general", 11],
      ["az-wus2/general-spot", 3],
      ["gcp-usw1/general", 10],
      ["gcp-usw1/general-spot", 4],
    ] as const)
      await story.succeed("scale", "prod", pool, String(size));
    const before = await sizes();

    story.setIn("prod", ["nodePools", "general", "shape"], { vcpu: 2, memoryGiB: 16 });
    const least = new Map(before);
    const updated = story.project.start("up", "prod").outcome;
    let running = true;
    void updated.then(() => (running = false));
    while (running) {
      for (const [cluster, size] of await sizes()) least.set(cluster, Math.min(size, least.get(cluster) ?? size));
      await new Promise((done) => setTimeout(done, 300));
    }
    const outcome = await updated;
    assert.equal(outcome.code, 0, outcome.output);
    assert.match(outcome.output, /warning: aws-usw2\/general changes its machines from m7i\.large,.* to r7i\.large,/);

    assert.deepEqual(least, before);
    assert.deepEqual(await sizes(), before);
    assert.deepEqual(await machines("aws-usw2"), ["r7i.large"]);
    assert.deepEqual(await machines("az-wus2"), ["Standard_E2ds_v5"]);
    assert.deepEqual(await machines("gcp-usw1"), ["n2-highmem-2"]);
    assert.deepEqual(changesIn(await story.succeed("preview", "prod")), []);
  });

  it("starts a GKE pool of another architecture with the nodes of the one that it replaces", async () => {
    await story.succeed("scale", "prod", "gcp-usw1/general", "12");
    const before = await story.generalNodes("gcp-usw1");
    assert.equal(before, 12);
    const general = ["clusters", "gcp-usw1", "overrides", "nodePools", "general"];
    story.setIn("prod", [...general, "shape"], { vcpu: 2, memoryGiB: 16, arch: "arm64" });
    // What is for amd64 alone would find no node there.
    story.setIn("prod", ["workloads", "api-gateway", "architectures"], ["amd64", "arm64"]);
    const outcome = await story.up("prod");
    assert.match(outcome.output, /warning: gcp-usw1\/general changes its arch from amd64 to arm64/);
    assert.equal(await story.generalNodes("gcp-usw1"), before);
    assert.deepEqual(await machines("gcp-usw1"), ["c4a-highmem-2"]);
    assert.deepEqual(changesIn(await story.succeed("preview", "prod")), []);
  });

  it("adds a zone to a cluster with its nodes and its front door, at the pools' live sizes", async () => {
    const before = await sizes();
    story.setIn("prod", ["clusters", "aws-usw2", "controlPlaneZones"], ["usw2-az1", "usw2-az2", "usw2-az3"]);
    story.setIn("prod", ["clusters", "aws-usw2", "zones"], ["usw2-az1", "usw2-az2", "usw2-az3", "usw2-az4"]);
    story.setIn("prod", ["clusters", "gcp-usw1", "zones"], ["us-west1-a", "us-west1-b", "us-west1-c"]);
    await story.up("prod");
    assert.deepEqual(await sizes(), before);
    assert.ok((await zonesOf("gcp-usw1")).includes("us-west1-c"));
    assert.equal((await zonesOf("aws-usw2")).length, 4);
    const added = story.addressesOf("aws-usw2")["usw2-az4"];
    assert.ok(added !== undefined);
    await until(20, async () => (await story.answers(500)).has(added));
    assert.deepEqual(changesIn(await story.succeed("preview", "prod")), []);
  });

  it("is destroyed the first time with all that has become of it, and leaves every cloud empty", async () => {
    await story.succeed("destroy", "prod", "--unprotect");
    const { output } = await story.succeed("status", "prod");
    for (const cloud of ["aws", "azure-native", "gcp"]) assert.match(output, new RegExp(`^${cloud}: empty$`, "m"));
  });

  async function sizes(): Promise<Map<string, number>> {
    const counted = clusters.map(async (cluster) => [cluster, await story.allGeneralNodes(cluster)] as const);
    return new Map(await Promise.all(counted));
  }

  function machines(cluster: string): Promise<readonly string[]> {
    return labels(cluster, "node\\.kubernetes\\.io/instance-type");
  }

  function zonesOf(cluster: string): Promise<readonly string[]> {
    return labels(cluster, "topology\\.kubernetes\\.io/zone");
  }

  /** Different values of a label of the nodes of `general`. */
  async function labels(cluster: string, label: string): Promise<readonly string[]> {
    const path = `jsonpath={.items[*].metadata.labels.${label}}`;
    const found = await story.project.kubectl("prod", cluster, "get", "nodes", "-l", "gateway-fleet/pool=general", "-o", path);
    return [...new Set(found.split(" "))].sort();
  }
});
