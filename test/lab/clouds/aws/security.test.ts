import assert from "node:assert/strict";
import { text } from "../../../../facts/properties/select";
import type { Properties } from "../../../../facts/properties/values";
import { clusterInputs, makeCluster, makeRole, makeSubnets, makeVpc } from "../awsFixtures";
import { openTestLab, session, type Managed, type Session, type TestLab } from "../harness";

describe("simulated AWS, where it keeps and records", () => {
  let lab: TestLab;
  let aws: Session;

  beforeEach(async () => {
    lab = openTestLab();
    aws = await session(lab.clouds.aws, { region: "us-west-2", allowedAccountIds: JSON.stringify(["111111111111"]) });
  });
  afterEach(() => lab.delete());

  describe("keys", () => {
    it("rotate as often as KMS can, and wait 7 to 30 days before they are gone", async () => {
      const check = (inputs: Properties) => aws.check("aws:kms/key:Key", "k", inputs);
      await assert.rejects(check({ deletionWindowInDays: 3 }), /3 is outside 7\.\.30/);
      await assert.rejects(check({ enableKeyRotation: true, rotationPeriodInDays: 30 }), /30 is outside 90\.\.2560/);
      await assert.rejects(check({ rotationPeriodInDays: 365 }), /needs enableKeyRotation/);
      const key = await aws.create("aws:kms/key:Key", "k", { enableKeyRotation: true, rotationPeriodInDays: 365 });
      assert.equal(key.outputs["arn"], `arn:aws:kms:us-west-2:111111111111:key/${key.id}`);
      assert.deepEqual((await aws.diff(key, { enableKeyRotation: true, rotationPeriodInDays: 180 })).replaces, []);
      await aws.remove(key);
      assert.match(lab.clouds.leftovers()[0]?.reason ?? "", /taken back until its window/);
    });

    it("refuse a policy that locks their account out, whoever else it lets in", async () => {
      const policy = (principal: string) => keyPolicy({ principal, groups: [] });
      await assert.rejects(makeKey(aws, policy("arn:aws:iam::222222222222:root")), /will not allow you to update the key policy/);
      await assert.rejects(makeKey(aws, "{"), /invalid JSON policy/);
      await makeKey(aws, policy("arn:aws:iam::111111111111:root"));
    });

    it("have aliases that are not AWS's own, each once, and that can move to another key", async () => {
      const [key, other] = [await makeKey(aws), await makeKey(aws)];
      const alias = (name: string) => aws.create("aws:kms/alias:Alias", name, { name, targetKeyId: key.id });
      await assert.rejects(alias("usw2"), /"usw2" does not match/);
      await assert.rejects(alias("alias/aws/eks"), /alias\/aws\/eks/);
      const made = await alias("alias/usw2");
      await assert.rejects(alias("alias/usw2"), /already exists/);
      assert.deepEqual((await aws.diff(made, { name: "alias/usw2", targetKeyId: other.id })).replaces, []);
    });
  });

  describe("log groups", () => {
    const name = "/aws/eks/usw2/cluster";
    const group = "arn:aws:logs:us-west-2:111111111111:log-group:/aws/eks/usw2/cluster";

    it("keep their lines for a time that CloudWatch knows", async () => {
      await assert.rejects(aws.check("aws:cloudwatch/logGroup:LogGroup", "g", { name, retentionInDays: 366 }), /366 is none of/);
      const made = await makeGroup(aws, { name, retentionInDays: 365 });
      assert.equal(made.outputs["arn"], group);
    });

    it("take a key only where its policy lets CloudWatch Logs use it for this very group", async () => {
      const forGroups = (...groups: readonly string[]) =>
        makeKey(aws, keyPolicy({ principal: "arn:aws:iam::111111111111:root", groups: [...groups] }));
      const encrypted = async (key: Managed) => makeGroup(aws, { name, kmsKeyId: text(key.outputs, "arn") });
      await assert.rejects(encrypted(await makeKey(aws)), /AccessDeniedException.*not allowed to be used with Arn/);
      await assert.rejects(encrypted(await forGroups(`${group}-of-another`)), /AccessDeniedException/);
      await encrypted(await forGroups(`${group}-of-another`, group));
    });

    it("are there already where a cluster that logs found none", async () => {
      const { cluster } = await makeCluster(aws);
      await aws.update(cluster, { ...cluster.inputs, enabledClusterLogTypes: ["audit"] });
      await assert.rejects(makeGroup(aws, { name }), /ResourceAlreadyExistsException.*usw2 has made it/);
      await makeGroup(aws, { name: "/aws/eks/other/cluster" });
    });
  });

  describe("flow logs", () => {
    it("need something to watch, a group to write to and a role that their service may assume", async () => {
      const [vpc, group] = [await makeVpc(aws), await makeGroup(aws, { name: "flows" })];
      const trusted = JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { Service: "vpc-flow-logs.amazonaws.com" } }] });
      const [stranger, role] = [await makeRole(aws, "stranger"), await makeRole(aws, "delivery", trusted)];
      const inputs = { vpcId: vpc.id, trafficType: "ALL", logDestination: text(group.outputs, "arn") };
      const create = (more: Properties) => aws.create("aws:ec2/flowLog:FlowLog", "f", { ...inputs, ...more });
      await assert.rejects(create({}), /iamRoleArn: is required/);
      await assert.rejects(create({ iamRoleArn: text(stranger.outputs, "arn") }), /cannot be assumed by vpc-flow-logs/);
      const iamRoleArn = text(role.outputs, "arn");
      await assert.rejects(create({ iamRoleArn, logDestination: "arn:aws:logs:us-west-2:111111111111:log-group:gone" }), /does not exist/);
      await assert.rejects(create({ iamRoleArn, maxAggregationInterval: 30 }), /30 is neither 60 nor 600/);
      const made = await create({ iamRoleArn });
      assert.deepEqual((await aws.diff(made, { ...inputs, iamRoleArn, trafficType: "REJECT" })).replaces, ["trafficType"]);
    });
  });

  describe("endpoints", () => {
    const type = "aws:ec2/vpcEndpoint:VpcEndpoint";
    const dns = { cidrBlock: "10.0.0.0/18", enableDnsSupport: true, enableDnsHostnames: true };

    it("are routes for S3 and addresses for other services of their own region", async () => {
      const vpc = await aws.create("aws:ec2/vpc:Vpc", "vpc", dns);
      const table = await aws.create("aws:ec2/routeTable:RouteTable", "t", { vpcId: vpc.id });
      const create = (service: string, more: Properties = {}) =>
        aws.create(type, service, { vpcId: vpc.id, serviceName: `com.amazonaws.${service}`, ...more });
      await assert.rejects(create("us-west-2.sts"), /us-west-2\.sts has no gateway endpoint/);
      await assert.rejects(create("us-east-1.s3"), /does not exist in us-west-2/);
      await assert.rejects(
        create("us-west-2.sts", { vpcEndpointType: "Interface", routeTableIds: [table.id] }),
        /routeTableIds: is not for an endpoint of type Interface/,
      );
      const storage = await create("us-west-2.s3", { routeTableIds: [table.id] });
      assert.match(text(storage.outputs, "prefixListId"), /^pl-/);
    });

    it("answer to a service's own name once per network, in one subnet per zone, and hold their network and group", async () => {
      const vpc = await aws.create("aws:ec2/vpc:Vpc", "vpc", dns);
      const subnets = await makeSubnets(aws, vpc, ["usw2-az1", "usw2-az2", "usw2-az2"]);
      const [first, second] = subnets;
      const group = await aws.create("aws:ec2/securityGroup:SecurityGroup", "g", { vpcId: vpc.id });
      const inputs = { vpcId: vpc.id, serviceName: "com.amazonaws.us-west-2.sts", vpcEndpointType: "Interface", privateDnsEnabled: true };
      const create = (used: readonly (Managed | undefined)[]) =>
        aws.create(type, "e", { ...inputs, subnetIds: used.map((subnet) => subnet?.id ?? ""), securityGroupIds: [group.id] });
      await assert.rejects(create(subnets), /DuplicateSubnetsInSameZone.*usw2-az2/);
      const endpoint = await create([first, second]);
      assert.equal((endpoint.outputs["networkInterfaceIds"] as unknown[]).length, 2);
      await assert.rejects(create([first, second]), /already a conflicting DNS domain/);
      await assert.rejects(aws.remove(first), new RegExp(`DependencyViolation.*${endpoint.id}`));
      await assert.rejects(aws.remove(group), new RegExp(`DependencyViolation.*${endpoint.id}`));
      const fewer = await aws.diff(endpoint, { ...endpoint.inputs, subnetIds: [first.id] });
      assert.deepEqual(fewer.replaces, []);
    });

    it("need names in their network before they can take a service's name", async () => {
      const vpc = await makeVpc(aws);
      const inputs = { vpcId: vpc.id, serviceName: "com.amazonaws.us-west-2.sts", vpcEndpointType: "Interface", privateDnsEnabled: true };
      await assert.rejects(aws.create(type, "e", inputs), /requires both enableDnsSupport and enableDnsHostnames/);
    });
  });

  describe("EKS", () => {
    it("encrypts secrets, and nothing else, with a key that exists; to stop means another cluster", async () => {
      const [role, vpc, key] = [await makeRole(aws, "control"), await makeVpc(aws), await makeKey(aws)];
      const inputs = clusterInputs(role, await makeSubnets(aws, vpc, ["usw2-az1", "usw2-az2"]));
      const create = (keyArn: string, resources = ["secrets"]) =>
        aws.create("aws:eks/cluster:Cluster", "c", { ...inputs, encryptionConfig: { provider: { keyArn }, resources } });
      await assert.rejects(create("arn:aws:kms:us-west-2:111111111111:key/gone"), /key\/gone does not exist/);
      await assert.rejects(create(text(key.outputs, "arn"), ["secrets", "events"]), /takes exactly \["secrets"\]/);
      const cluster = await create(text(key.outputs, "arn"));
      assert.deepEqual((await aws.diff(cluster, inputs)).replaces, ["encryptionConfig"]);
    });

    it("refuses to delete a protected cluster until the protection is lifted, by an update or by hand", async () => {
      const { cluster } = await makeCluster(aws);
      const guarded = await aws.update(cluster, { ...cluster.inputs, deletionProtection: true });
      await assert.rejects(aws.remove(guarded), /has deletion protection/);
      await lab.clouds.liftDeletionProtection("another");
      await assert.rejects(aws.remove(guarded), /has deletion protection/);
      await lab.clouds.liftDeletionProtection("prod");
      await aws.remove(guarded);
    });
  });
});

function makeKey(aws: Session, policy?: string): Promise<Managed> {
  return aws.create("aws:kms/key:Key", "k", policy === undefined ? {} : { policy });
}

function makeGroup(aws: Session, inputs: Properties): Promise<Managed> {
  return aws.create("aws:cloudwatch/logGroup:LogGroup", "g", inputs);
}

interface KeyPolicy {
  readonly principal: string;
  /** ARNs of the log groups that the key may be used for. */
  readonly groups: readonly string[];
}

function keyPolicy({ principal, groups }: KeyPolicy): string {
  const administration = { Effect: "Allow", Principal: { AWS: principal }, Action: "kms:*", Resource: "*" };
  const logging = {
    Effect: "Allow",
    Principal: { Service: "logs.us-west-2.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
    Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": groups } },
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: groups.length === 0 ? [administration] : [administration, logging] });
}
