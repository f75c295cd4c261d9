import assert from "node:assert/strict";
import { eksPlanWithKarpenter, recordEks } from "../../fixtures/eks";
import { assertWaits } from "../../fixtures/order";
import { at, ofType, only } from "../../fixtures/recording";
import type { Recording } from "../../../../preview/record/recording";

const queueArn = "arn:aws:sqs:us-west-2:111111111111:gateway-prod-aws-usw2-0-interruptions";

describe("InterruptionQueue", () => {
  let recording: Recording;
  before(async () => {
    recording = await recordEks(eksPlanWithKarpenter);
  });

  it("is encrypted, tagged, and forgets what is too late", () => {
    const { inputs } = only(recording, "aws:sqs/queue:Queue");
    assert.equal(inputs["name"], "gateway-prod-aws-usw2-0-interruptions");
    assert.equal(inputs["sqsManagedSseEnabled"], true);
    assert.equal(inputs["messageRetentionSeconds"], 300);
    assert.deepEqual(inputs["tags"], { cluster: "aws-usw2", environment: "prod", fleet: "gateway", owner: "platform" });
  });

  it("hears of spot interruptions, rebalancing, machines that change state, and AWS's health", () => {
    const rules = ofType(recording, "aws:cloudwatch/eventRule:EventRule").map(({ inputs }) => [
      inputs["name"],
      JSON.parse(String(inputs["eventPattern"])) as unknown,
    ]);
    assert.deepEqual(Object.fromEntries(rules), {
      "gateway-prod-aws-usw2-0-interruptions-spot": { source: ["aws.ec2"], "detail-type": ["EC2 Spot Instance Interruption Warning"] },
      "gateway-prod-aws-usw2-0-interruptions-rebalance": { source: ["aws.ec2"], "detail-type": ["EC2 Instance Rebalance Recommendation"] },
      "gateway-prod-aws-usw2-0-interruptions-state": { source: ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"] },
      "gateway-prod-aws-usw2-0-interruptions-health": { source: ["aws.health"], "detail-type": ["AWS Health Event"] },
    });
  });

  it("is filled by each rule, once it lets them", () => {
    const targets = ofType(recording, "aws:cloudwatch/eventTarget:EventTarget");
    assert.equal(targets.length, 4);
    for (const target of targets) assertWaits(recording, target, only(recording, "aws:sqs/queuePolicy:QueuePolicy"));
  });

  it("takes messages from its own rules alone, and none in the clear", () => {
    const { Statement } = JSON.parse(String(only(recording, "aws:sqs/queuePolicy:QueuePolicy").inputs["policy"])) as {
      Statement: readonly Readonly<Record<string, unknown>>[];
    };
    const [allow, deny, ...others] = Statement;
    assert.deepEqual(others, []);
    assert.deepEqual(
      [allow?.["Effect"], allow?.["Principal"], allow?.["Action"], allow?.["Resource"]],
      ["Allow", { Service: "events.amazonaws.com" }, "sqs:SendMessage", queueArn],
    );
    const rules = ["spot", "rebalance", "state", "health"].map(
      (kind) => `arn:aws:events:us-west-2:111111111111:rule/gateway-prod-aws-usw2-0-interruptions-${kind}`,
    );
    assert.deepEqual(at(allow, "Condition", "ArnEquals", "aws:SourceArn"), rules);
    assert.deepEqual(
      [deny?.["Effect"], deny?.["Action"], at(deny, "Condition", "Bool", "aws:SecureTransport")],
      ["Deny", "sqs:*", "false"],
    );
  });
});
