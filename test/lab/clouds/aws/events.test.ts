import assert from "node:assert/strict";
import { text } from "../../../../facts/properties/select";
import type { Properties } from "../../../../facts/properties/values";
import { makeCluster, makeRole } from "../awsFixtures";
import { openTestLab, session, type Managed, type Session, type TestLab } from "../harness";

const queueType = "aws:sqs/queue:Queue";
const ruleType = "aws:cloudwatch/eventRule:EventRule";
const targetType = "aws:cloudwatch/eventTarget:EventTarget";

describe("simulated AWS's announcements", () => {
  let lab: TestLab;
  let aws: Session;

  beforeEach(async () => {
    lab = openTestLab();
    aws = await session(lab.clouds.aws, { region: "us-west-2", allowedAccountIds: JSON.stringify(["111111111111"]) });
  });
  afterEach(() => lab.delete());

  const makeQueue = (name = "interruptions"): Promise<Managed> => aws.create(queueType, name, { name });
  const makeRule = (inputs: Properties = {}): Promise<Managed> =>
    aws.create(ruleType, "spot", { name: "spot", eventPattern: '{"source":["aws.ec2"]}', ...inputs });

  it("go to queues, which are known by their address and go by their name", async () => {
    const queue = await makeQueue();
    assert.equal(queue.id, "https://sqs.us-west-2.amazonaws.com/111111111111/interruptions");
    assert.equal(queue.outputs["url"], queue.id);
    assert.equal(queue.outputs["arn"], "arn:aws:sqs:us-west-2:111111111111:interruptions");
    await assert.rejects(makeQueue(), /already exists/);
    const diff = (change: Properties) => aws.diff(queue, { ...queue.inputs, ...change });
    assert.deepEqual((await diff({ name: "other" })).replaces, ["name"]);
    assert.deepEqual((await diff({ messageRetentionSeconds: 300 })).replaces, []);
    for (const [wrong, reason] of [
      [{ name: "q", messageRetentionSeconds: 30 }, /messageRetentionSeconds.*60/],
      [{ name: "q.fifo" }, /ends in \.fifo exactly when/],
      [{ name: "q q" }, /name/],
      [{ name: "q", kmsMasterKeyId: "alias/aws/sqs", sqsManagedSseEnabled: true }, /conflicts with kmsMasterKeyId/],
    ] as const)
      await assert.rejects(aws.check(queueType, "q", wrong), reason);
  });

  it("may be written by whom the queue's one policy names, which is JSON of a queue that is there", async () => {
    const policyType = "aws:sqs/queuePolicy:QueuePolicy";
    const queue = await makeQueue();
    await assert.rejects(aws.check(policyType, "p", { queueUrl: queue.id, policy: "{" }), /invalid JSON/);
    await assert.rejects(aws.create(policyType, "p", { queueUrl: `${queue.id}-gone`, policy: "{}" }), /queueUrl: .*does not exist/);
    const policy = await aws.create(policyType, "p", { queueUrl: queue.id, policy: '{"Version":"2012-10-17"}' });
    assert.deepEqual((await aws.diff(policy, { ...policy.inputs, policy: '{ "Version": "2012-10-17" }' })).changes, []);
  });

  it("are chosen by rules, which say of what or when, and stay while anybody is told", async () => {
    await assert.rejects(aws.check(ruleType, "r", { name: "r" }), /at least one of eventPattern and scheduleExpression/);
    await assert.rejects(aws.check(ruleType, "r", { name: "r", eventPattern: "spot" }), /invalid JSON/);
    await assert.rejects(aws.check(ruleType, "r", { name: "r".repeat(65), eventPattern: "{}" }), /name/);
    const [queue, rule] = [await makeQueue(), await makeRule()];
    const told = { rule: "spot", targetId: "queue", arn: text(queue.outputs, "arn") };
    await assert.rejects(aws.create(targetType, "t", { ...told, rule: "none" }), /rule: .*none does not exist/);
    await assert.rejects(aws.create(targetType, "t", { ...told, arn: `${told.arn}-gone` }), /arn: .*does not exist/);
    const target = await aws.create(targetType, "t", told);
    await assert.rejects(aws.remove(rule), /Rule can't be deleted since it has targets/);
    await aws.remove(target);
    await aws.remove(rule);
  });

  it("come to no machine: a role is given to machines by a profile, and stays while one holds it", async () => {
    const role = await makeRole(aws, "node");
    const profile = await aws.create("aws:iam/instanceProfile:InstanceProfile", "p", { name: "node", role: "node" });
    assert.equal(profile.outputs["arn"], "arn:aws:iam::111111111111:instance-profile/node");
    await assert.rejects(aws.remove(role), /must remove roles from instance profile first/);
    await assert.rejects(
      aws.create("aws:iam/instanceProfile:InstanceProfile", "p2", { name: "other", role: "gone" }),
      /role: .*gone does not exist/,
    );
    await aws.remove(profile);
    await aws.remove(role);
  });

  it("need no groups of the nodes that may join by an entry of their own", async () => {
    const { cluster, role } = await makeCluster(aws);
    const entry = { clusterName: cluster.id, principalArn: text(role.outputs, "arn"), type: "EC2_LINUX" };
    const check = (change: Properties) => aws.check("aws:eks/accessEntry:AccessEntry", "e", { ...entry, ...change });
    await check({});
    await assert.rejects(check({ kubernetesGroups: ["system:nodes"] }), /an entry of type EC2_LINUX takes none/);
    await assert.rejects(check({ type: "LINUX" }), /LINUX is none of/);
  });
});
