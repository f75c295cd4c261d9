import assert from "node:assert/strict";
import { stringify } from "yaml";
import { resolve as ask } from "../../../../lab/dns/query";
import { callsIn, changesIn } from "../project";
import { begin, end, withoutTraffic } from "../shapes";
import { cloudCalls, host, type Story, until } from "../story";

/** A small fleet behind Azure Traffic Manager: each test goes on where the last one ended. */
describe("a fleet behind Azure Traffic Manager on the lab", function () {
  this.timeout(600_000);
  let story: Story;

  before(async () => {
    story = await begin(withoutTraffic);
    story.project.write("prod-traffic", trafficFile());
    await story.up("prod-traffic");
  });
  after(() => end(story, withoutTraffic));

  it("answers as its weights say, by a name that leads to the outermost profile", async () => {
    const shares = await story.shares(2_000);
    assert.ok(Math.abs(shares.aws - 70) <= 4 && Math.abs(shares.azure - 20) <= 4 && Math.abs(shares.gcp - 10) <= 4, JSON.stringify(shares));
    const behind = await ask(story.door().dns, "example-api-cluster-az-wus2.trafficmanager.net");
    assert.deepEqual(behind, Object.values(story.addressesOf("az-wus2")), "every profile has a name of its own");
  });

  it("shows no changes in a second preview", async () => {
    assert.deepEqual(changesIn(await story.succeed("preview", "prod-traffic")), []);
  });

  it("changes weights while every other API and every API server is broken, in one write", async () => {
    await story.succeed("break", "prod", "all", "--except", "api/azure-native:trafficmanager");
    story.setIn("prod-traffic", ["traffic", "weights"], { aws: 60, azure: 25, gcp: 15 });
    const outcome = await story.up("prod-traffic");
    await story.succeed("mend", "prod");
    const weights = [0, 1, 2].map((index) => `endpoints[${index}].weight`).join(", ");
    assert.deepEqual(changesIn(outcome), [`~ azure-native:trafficmanager:Profile api [${weights}]`]);
    assert.deepEqual(cloudCalls(outcome), { "azure-native": { update: 1 } });
    for (const provider of ["aws", "gcp", "kubernetes"]) assert.equal(callsIn(outcome)[provider]?.["configure"], 0, provider);
  });

  it("S0.94 gives a lost cloud's share to its stand-in by health checks alone, and takes it back", async () => {
    const lost = Object.values(story.addressesOf("aws-usw2"));
    assert.equal(lost.length, 2);
    await story.succeed("break", "prod", "endpoint/aws-usw2");
    await until(30, async () => [...(await story.answers(200)).keys()].every((address) => !lost.includes(address)));
    const shares = await story.shares(2_000);
    assert.ok(Math.abs(shares.azure - 85) <= 4 && Math.abs(shares.gcp - 15) <= 4, JSON.stringify(shares));
    assert.match((await story.succeed("status", "prod")).output, /aws-usw2 +│ usw2-az1 +│ no +│ unhealthy/);
    await story.succeed("mend", "prod");
    await until(30, async () => (await story.answers(200)).has(lost[0] ?? ""));
  });

  it("takes a cloud out for a while by disabling it in its place", async () => {
    const overrides = [{ kind: "maintenance", from: "aws", reason: "drill", until: "2026-12-31" }];
    story.setIn("prod-traffic", ["traffic", "overrides"], overrides);
    const outcome = await story.up("prod-traffic");
    const away = changesIn(outcome).filter((line) => line.includes("endpointStatus"));
    assert.deepEqual(away, ["~ azure-native:trafficmanager:Profile api-cloud-aws [endpoints[0].endpointStatus]"], outcome.output);
    const shares = await story.shares(500);
    assert.equal(shares.aws, 0);
  });

  it("is destroyed the first time, and leaves every cloud empty", async () => {
    await story.succeed("destroy", "prod", "--unprotect");
    const { output } = await story.succeed("status", "prod");
    for (const cloud of ["aws", "azure-native", "gcp"]) assert.match(output, new RegExp(`^${cloud}: empty$`, "m"));
  });
});

/** Probes that find a loss in seconds. */
function trafficFile(): string {
  const traffic = {
    provider: "trafficManager",
    subscription: "77777777-7777-4777-8777-777777777777",
    tenant: "33333333-3333-4333-8333-333333333333",
    resourceGroup: { name: "gateway-dns", location: "northeurope" },
    zone: { name: host.slice(host.indexOf(".") + 1) },
    host: "api",
    dnsPrefix: "example-api",
    weights: { aws: 70, azure: 20, gcp: 10 },
    onCloudLoss: "redirect",
    clusters: { "aws-usw2": 1, "az-wus2": 1, "gcp-usw1": 1 },
    health: { protocol: "HTTP", port: 80, path: "/healthz", intervalSeconds: 10, failureThreshold: 1 },
    ttlSeconds: 30,
    objectives: { rtoSeconds: 60 },
  };
  return stringify({
    config: { "pulumi:disable-default-providers": ["*"], "gateway-fleet:fleet": { stack: "prod" }, "gateway-fleet:traffic": traffic },
  });
}
