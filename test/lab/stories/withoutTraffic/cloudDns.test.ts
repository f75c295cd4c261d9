import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assertShared } from "../../dns/chiSquare";
import { callsIn, changesIn } from "../project";
import { begin, end, withoutTraffic } from "../shapes";
import { cloudCalls, type Story, until } from "../story";

const clouds = { aws: "aws-usw2", azure: "az-wus2", gcp: "gcp-usw1" } as const;

/** A fleet of one cluster per cloud, answered by Google Cloud DNS: each test goes on where the last one ended. */
describe("Cloud DNS in front of a fleet on the lab", function () {
  this.timeout(600_000);
  let story: Story;

  before(async () => {
    story = await begin(withoutTraffic);
    story.project.write("prod-traffic", readFileSync(join(__dirname, "../../../../Pulumi.prod-traffic.yaml"), "utf8"));
    for (const cluster of ["aws-use1", "az-eus", "gcp-usc1"]) story.deleteIn("prod-traffic", ["traffic", "clusters", cluster]);
    // Of the whole of prod, and no part of this story.
    story.deleteIn("prod-traffic", ["traffic", "peakRps"]);
    story.setIn("prod-traffic", ["traffic", "provider"], "cloudDns");
    story.setIn("prod-traffic", ["traffic", "project"], "gateway-fleet-dns");
    story.setIn("prod-traffic", ["traffic", "aliases"], ["www"]);
    story.setIn("prod-traffic", ["traffic", "onCloudLoss"], "renormalise");
    // Intervals are real ones here: one failure is noticed within 30 s.
    story.setIn("prod-traffic", ["traffic", "health", "failureThreshold"], 1);
  });
  after(() => end(story, withoutTraffic));

  it("S0.86-89 comes up and answers 70 to 20 to 10", async () => {
    await story.up("prod-traffic");
    assertShared(await answeringClouds(), { aws: 0.7, azure: 0.2, gcp: 0.1 });
    const [alias] = (await story.succeed("dig", "prod", "www.gslb.example.com")).output.trim().split("\n");
    assert.ok(
      Object.values(clouds).some((cluster) => Object.values(story.addressesOf(cluster)).includes(alias ?? "")),
      alias,
    );
  });

  it("finds in the cloud what it made", async () => {
    assert.deepEqual(changesIn(await story.succeed("refresh", "prod-traffic")), []);
  });

  it("answers 66.7 to 33.3 once AWS is lost, by health checks alone", async () => {
    const lost = Object.values(story.addressesOf(clouds.aws));
    await story.succeed("break", "prod", `endpoint/${clouds.aws}`);
    await until(70, async () => [...(await story.answers(100)).keys()].every((address) => !lost.includes(address)));
    assertShared(await answeringClouds(), { azure: 2 / 3, gcp: 1 / 3 });
    const { output } = await story.succeed("status", "prod");
    assert.match(output, /aws-usw2 +│ usw2-az1 +│ no +│ unhealthy/);
    assert.match(output, /az-wus2 +│ regional +│ yes +│ healthy/);
  });

  it("changes weights in one update of each name, while every other API and every API server is broken", async () => {
    await story.succeed("break", "prod", "all", "--except", "api/gcp:dns");
    story.setIn("prod-traffic", ["traffic", "weights"], { aws: 50, azure: 20, gcp: 30 });
    const outcome = await story.up("prod-traffic");
    assertShared(await answeringClouds(), { azure: 0.4, gcp: 0.6 });
    await story.succeed("mend", "prod");
    const changed = changesIn(outcome).map((line) => line.split(" [")[0]);
    assert.deepEqual(changed.sort(), ["~ gcp:dns/recordSet:RecordSet api", "~ gcp:dns/recordSet:RecordSet www"]);
    assert.deepEqual(cloudCalls(outcome), { gcp: { update: 2 } });
    for (const provider of ["aws", "azure-native", "kubernetes"]) assert.equal(callsIn(outcome)[provider]?.["configure"], 0, provider);
  });

  it("is destroyed the first time, and leaves nothing but the fleet", async () => {
    await story.succeed("destroy", "prod-traffic", "--unprotect");
    const { output } = await story.succeed("status", "prod");
    assert.match(output, /^gcp: \d+ resources \(.*\d+ NodePool/m);
    assert.doesNotMatch(output, /ManagedZone|RecordSet|HealthCheck/);
  });

  /** Of 2,000 answers. */
  async function answeringClouds(): Promise<Map<string, number>> {
    const tally = await story.answers(2_000);
    const byCloud = Object.entries(clouds).map(([cloud, cluster]) => {
      const own = Object.values(story.addressesOf(cluster));
      return [cloud, own.reduce((sum, address) => sum + (tally.get(address) ?? 0), 0)] as const;
    });
    return new Map(byCloud.filter(([, times]) => times > 0));
  }
});
