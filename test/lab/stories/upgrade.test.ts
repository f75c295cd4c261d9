import assert from "node:assert/strict";
import { readFaults, writeFaults } from "../../../lab/faults";
import { changesIn, createProject } from "./project";
import { Story } from "./story";

/** An upgrade in two waves of which the first fails half-way: each test goes on where the last one ended. */
describe("an upgrade in waves on the lab", function () {
  this.timeout(600_000);
  const clusters = ["aws-usw2", "az-wus2", "gcp-usw1"] as const;
  let story: Story;

  before(async () => {
    story = new Story(createProject({ prod: { copyOf: "prod" } }));
    for (const cluster of ["aws-use1", "az-eus", "gcp-usc1"]) story.deleteIn("prod", ["clusters", cluster]);
    for (const cluster of clusters) story.setIn("prod", ["clusters", cluster, "kubernetes"], "1.34");
    // GKE's standard support of 1.34 ended in October.
    story.setIn("prod", ["settings", "asOf"], "2026-09-01");
    const outcome = await story.up("prod");
    assert.match(outcome.output, /warning: .*GKE ends its standard support of 1\.34 on 2026-10-01/);
  });
  after(() => story.project.remove());

  it("stops at a wave that fails, and changes nothing of the later one", async () => {
    story.setIn("prod", ["upgrade"], { to: "1.35", waves: [["gcp-usw1", "aws-usw2"], ["az-wus2"]] });
    const faults = readFaults(story.project.home("prod"));
    const message = "NodeCreationFailure: Couldn't proceed with upgrade process as new nodes are not joining node group";
    const broken = { provider: "aws", method: "update", type: "aws:eks/nodeGroup:NodeGroup", name: "aws-usw2-0-general-group" } as const;
    writeFaults(story.project.home("prod"), { ...faults, injected: [{ ...broken, message, times: 100 }] });

    const outcome = await story.project.lab("up", "prod");
    assert.equal(outcome.code, 1);
    assert.match(outcome.output, /NodeCreationFailure/);
    assert.deepEqual(await versions("aws-usw2"), { control: "v1.35.0", nodes: ["v1.34.0"] });
    assert.deepEqual(await versions("gcp-usw1"), { control: "v1.35.0", nodes: ["v1.35.0"] });
    assert.deepEqual(await versions("az-wus2"), { control: "v1.34.0", nodes: ["v1.34.0"] });
  });

  it("goes on where it stopped once the cause is mended, without touching what is done", async () => {
    writeFaults(story.project.home("prod"), { ...readFaults(story.project.home("prod")), injected: [] });
    const changes = changesIn(await story.up("prod"));
    assert.ok(
      changes.every((line) => line.startsWith("~ ") && (line.includes("az-wus2") || line.includes("aws-usw2"))),
      changes.join("\n"),
    );
    for (const cluster of clusters) assert.deepEqual(await versions(cluster), { control: "v1.35.0", nodes: ["v1.35.0"] }, cluster);
    assert.deepEqual(changesIn(await story.succeed("preview", "prod")), []);
  });

  it("is over when the clusters say where they are: taking it out of the file changes nothing", async () => {
    story.deleteIn("prod", ["upgrade"]);
    for (const cluster of clusters) story.setIn("prod", ["clusters", cluster, "kubernetes"], "1.35");
    assert.deepEqual(changesIn(await story.succeed("preview", "prod")), []);
    assert.deepEqual(changesIn(await story.up("prod")), []);
  });

  async function versions(cluster: string): Promise<{ readonly control: string; readonly nodes: readonly string[] }> {
    const { gitVersion, emulationMinor } = JSON.parse(await story.project.kubectl("prod", cluster, "get", "--raw", "/version")) as {
      gitVersion: string;
      emulationMinor?: string;
    };
    const control = emulationMinor === undefined ? gitVersion : `v1.${emulationMinor}.0`;
    const nodes = await story.project.kubectl("prod", cluster, "get", "nodes", "-o", "jsonpath={.items[*].status.nodeInfo.kubeletVersion}");
    return { control, nodes: [...new Set(nodes.split(" "))].sort() };
  }
});
