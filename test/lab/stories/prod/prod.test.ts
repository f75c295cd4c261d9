import assert from "node:assert/strict";
import { resolve as ask } from "../../../../lab/dns/query";
import { callsIn, changesIn, type Outcome, processesOf } from "../project";
import { begin, end, prod } from "../shapes";
import { cloudCalls, host, type Story, until } from "../story";

const clusters = ["aws-use1", "aws-usw2", "az-eus", "az-wus2", "gcp-usc1", "gcp-usw1"];

/** The main job on the whole of production, one operation after another: each test goes on where the last one ended. */
describe("the prod fleet on the lab", function () {
  this.timeout(600_000);
  let story: Story;

  before(async () => {
    story = await begin(prod);
  });
  after(() => end(story, prod));

  it("runs the gateway's pods on every cluster", async () => {
    for (const cluster of clusters) {
      const pods = await story.project.kubectl("prod", cluster, "get", "pods", "--namespace", "api-gateway", "--no-headers");
      assert.equal(
        pods
          .trim()
          .split("\n")
          .filter((pod) => pod.includes("Running")).length,
        3,
        `${cluster}: ${pods}`,
      );
    }
  });

  it("S0.86-89 answers DNS 70 to 20 to 10, within four points of 2,000", async () => {
    const shares = await story.shares(2_000);
    assert.ok(Math.abs(shares.aws - 70) <= 4 && Math.abs(shares.azure - 20) <= 4 && Math.abs(shares.gcp - 10) <= 4, JSON.stringify(shares));
  });

  it("answers HTTP at the address that DNS gives", async () => {
    const [address = ""] = await ask(story.door().dns, host);
    const response = await fetch(`http://${address}:${story.door().http.port}/`, { headers: { host } });
    assert.equal(response.status, 200);
  });

  it("shows no changes in a second preview and in a refresh", async () => {
    for (const operation of ["preview", "refresh"]) assert.deepEqual(changesIn(await story.succeed(operation, "prod")), [], operation);
  });

  it("makes no cloud call in an update that has nothing to change, and ends with what to try", async () => {
    const outcome = await story.succeed("up", "prod", "--skip-preview");
    assert.deepEqual(cloudCalls(outcome), {});
    assert.deepEqual(changesIn(outcome), []);
    assert.match(outcome.output, /dig \+norecurse/);
    assert.match(outcome.output, /curl --resolve/);
  });

  it("sends no more to a fleet than what is deployed of it carries, whatever its file says since", async () => {
    const files = ["prod", "prod-traffic"].map((stack) => [stack, story.project.text(stack)] as const);
    story.setIn("prod", ["workloads", "api-gateway", "scaling", "max"], 56);
    story.setIn("prod-traffic", ["traffic", "peakRps"], 8000);
    try {
      const preview = await story.succeed("preview", "prod-traffic");
      assert.match(preview.output, /8000 requests per second are not carried when us-east-1 is lost \(as the fleet is deployed\)/);
      const outcome = await story.project.lab("up", "prod-traffic");
      assert.equal(outcome.code, 1);
      assert.match(outcome.output, /aws-usw2 would get 5600 \(70 %\) and carries 5000/);
      assert.match(outcome.output, /The stack files carry it: update the fleet first: pulumi up --stack prod/);
      assert.doesNotMatch(outcome.output, /\n\s+at /);
      assert.deepEqual(cloudCalls(outcome), {});
    } finally {
      for (const [stack, text] of files) story.project.write(stack, text);
    }
  });

  it("changes weights while every other API and every API server is broken, touching records alone", async () => {
    await story.succeed("break", "prod", "all", "--except", "api/aws:route53");
    story.setIn("prod-traffic", ["traffic", "weights"], { aws: 60, azure: 25, gcp: 15 });
    const preview = await story.succeed("preview", "prod-traffic");
    const outcome = await story.up("prod-traffic");
    await story.succeed("mend", "prod");

    assert.match(outcome.output, /^preview prod-traffic$[\s\S]*^up prod-traffic$/m);
    const records = ["api-aws", "api-azure", "api-gcp"].map(
      (name) => `~ aws:route53/record:Record ${name} [weightedRoutingPolicies[0].weight]`,
    );
    assert.deepEqual([...changesIn(preview)].sort(), records);
    assert.deepEqual([...changesIn(outcome)].sort(), records);
    assert.deepEqual(cloudCalls(outcome), { aws: { update: 3 } });
    for (const provider of ["azure-native", "gcp", "kubernetes"]) assert.equal(callsIn(outcome)[provider]?.["configure"], 0, provider);
  });

  it("S0.181 refuses a step of weights that is too far before anything changes, raises before it lowers, and lets a failover pass", async () => {
    const weights = (aws: number, azure: number, gcp: number) => story.setIn("prod-traffic", ["traffic", "weights"], { aws, azure, gcp });
    const recordsOf = (outcome: Outcome) => changesIn(outcome).flatMap((line) => /Record (api-\w+) \[/.exec(line)?.[1] ?? []);

    weights(10, 80, 10);
    const refused = await story.project.lab("up", "prod-traffic");
    assert.equal(refused.code, 1);
    assert.match(
      refused.output,
      /1 problem in Pulumi\.prod-traffic\.yaml\n\s+Pulumi\.prod-traffic\.yaml:\d+ {2}traffic\.weights\n\s+aws would go from 60 % to 10 %, .*; go by way of aws 42 %, azure 45 %, gcp 13 %,/,
    );
    assert.doesNotMatch(refused.output, /\n\s+at /);
    assert.deepEqual(cloudCalls(refused), {});

    weights(45, 35, 20);
    assert.equal(recordsOf(await story.up("prod-traffic")).at(-1), "api-aws");
    weights(60, 25, 15);
    assert.equal(recordsOf(await story.up("prod-traffic"))[0], "api-aws");

    const failover = { kind: "failover", from: "aws", reason: "incident 4711", approvedBy: "dana", until: "2026-12-31" };
    story.setIn("prod-traffic", ["traffic", "overrides"], [failover]);
    await story.up("prod-traffic");
    const away = await story.shares(500);
    story.deleteIn("prod-traffic", ["traffic", "overrides"]);
    await story.up("prod-traffic");
    assert.equal(away.aws, 0, JSON.stringify(away));
    assert.deepEqual(changesIn(await story.succeed("preview", "prod-traffic")), []);
  });

  it("takes the address of a broken zone out of the answers and leaves the others and the shares", async () => {
    const broken = story.addressesOf("aws-usw2")["usw2-az1"] ?? "";
    await story.succeed("break", "prod", "zone/aws-usw2/usw2-az1");
    await until(150, async () => !(await story.answers(200)).has(broken));
    const shares = await story.shares(2_000);
    await story.succeed("mend", "prod");
    assert.ok(Math.abs(shares.aws - 60) <= 4 && Math.abs(shares.azure - 25) <= 4, JSON.stringify(shares));
    const left = await story.answers(2_000);
    for (const [zone, address] of Object.entries(story.addressesOf("aws-usw2")))
      if (zone !== "usw2-az1") assert.ok(left.has(address), zone);
  });

  it("S0.94 gives a lost cloud's share to its stand-in, by health checks alone", async () => {
    const lost = new Set(["aws-usw2", "aws-use1"].flatMap((cluster) => Object.values(story.addressesOf(cluster))));
    await story.succeed("break", "prod", "endpoint/aws-usw2", "endpoint/aws-use1");
    await until(150, async () => [...(await story.answers(200)).keys()].every((address) => !lost.has(address)));
    const shares = await story.shares(2_000);
    await story.succeed("mend", "prod");
    assert.ok(Math.abs(shares.azure - 85) <= 4 && Math.abs(shares.gcp - 15) <= 4, JSON.stringify(shares));
  });

  it("refuses to destroy what is protected and names the command that does it", async () => {
    const outcome = await story.project.lab("destroy", "prod");
    assert.equal(outcome.code, 1);
    assert.match(outcome.output, /npm run lab -- destroy prod --unprotect/);
  });

  it("is destroyed the first time, traffic first, and leaves every cloud empty", async () => {
    const outcome = await story.succeed("destroy", "prod", "--unprotect");
    assert.ok(outcome.output.indexOf("destroy prod-traffic") < outcome.output.lastIndexOf("destroy prod\n"));
    const { output } = await story.succeed("status", "prod");
    for (const cloud of ["aws", "azure-native", "gcp"]) assert.match(output, new RegExp(`^${cloud}: empty$`, "m"));
  });

  it("leaves no process behind when it goes down", async () => {
    await story.succeed("down", "prod");
    assert.deepEqual(processesOf(story.project.root), []);
  });
});
