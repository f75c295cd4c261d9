import assert from "node:assert/strict";
import { factsOf } from "../../../../facts";
import { text } from "../../../../facts/properties/select";
import { UNKNOWN, type Properties } from "../../../../facts/properties/values";
import type { ResourceModel } from "../../../../lab/clouds/simulator/model";
import { openTestLab, session, type Session, type TestLab } from "../harness";
import { putLoadBalancer } from "../loadBalancers";

describe("a simulated cloud", () => {
  let lab: TestLab;
  let aws: Session;

  beforeEach(async () => {
    lab = openTestLab();
    aws = await session(lab.clouds.aws, awsConfig);
  });
  afterEach(() => lab.delete());

  describe("without a model", () => {
    it("names the file that a resource type belongs into", async () => {
      await assert.rejects(
        aws.check("aws:s3/bucket:Bucket", "b", {}),
        /no model of aws:s3\/bucket:Bucket; add one to lab\/clouds\/aws\/s3\.ts/,
      );
      const azure = await session(lab.clouds.azure, { subscriptionId: "s" });
      await assert.rejects(azure.check("azure-native:keyvault:Vault", "v", {}), /lab\/clouds\/azure\/keyvault\.ts/);
      const gcp = await session(lab.clouds.gcp, { project: "p" });
      await assert.rejects(gcp.check("gcp:kms/keyRing:KeyRing", "k", {}), /lab\/clouds\/gcp\/kms\.ts/);
    });

    it("has one of no type that facts do not know: that does not compile", () => {
      // @ts-expect-error the type has no facts
      const bucket: ResourceModel = { type: "aws:s3/bucket:Bucket", id: () => "b" };
      assert.throws(() => factsOf(bucket.type), /nothing is known/);
    });

    it("names the file that a function belongs into", async () => {
      const answer = lab.clouds.aws.invoke(aws.account, "aws:ec2/getAmi:getAmi", {});
      await assert.rejects(answer, /no function aws:ec2\/getAmi:getAmi; add it to lab\/clouds\/aws\/ec2\.ts/);
    });
  });

  describe("in a preview", () => {
    it("knows the inputs of what it will create and nothing that the cloud decides, and creates nothing", async () => {
      const inputs = await aws.check("aws:ec2/subnet:Subnet", "s", {
        vpcId: UNKNOWN,
        cidrBlock: "10.0.0.0/20",
        availabilityZoneId: "usw2-az1",
      });
      const { outputs } = await lab.clouds.aws.create(aws.account, { ...planned("aws:ec2/subnet:Subnet"), inputs, preview: true });
      assert.deepEqual([outputs["vpcId"], outputs["cidrBlock"], outputs["arn"]], [UNKNOWN, "10.0.0.0/20", UNKNOWN]);
      assert.deepEqual(lab.clouds.madeBy("prod"), []);
    });

    it("keeps what an update does not change known, and the rest unknown", async () => {
      const template = await aws.create("aws:ec2/launchTemplate:LaunchTemplate", "t", { name: "template" });
      const preview = (news: Properties) =>
        lab.clouds.aws.update(aws.account, {
          ...template,
          oldInputs: template.inputs,
          oldOutputs: template.outputs,
          news: { ...template.inputs, ...news },
          preview: true,
        });
      const changed = await preview({ instanceType: "m7i.large" });
      assert.deepEqual([changed["latestVersion"], changed["arn"]], [UNKNOWN, template.outputs["arn"]]);
      assert.equal((await preview({ tags: { a: "b" } }))["latestVersion"], 1);
      assert.equal((await aws.read(template))?.outputs["latestVersion"], 1);
    });

    it("replaces what depends on an unknown value that cannot change", async () => {
      const vpc = await makeVpc(aws);
      const subnet = await aws.create("aws:ec2/subnet:Subnet", "s", {
        vpcId: vpc.id,
        cidrBlock: "10.0.0.0/20",
        availabilityZoneId: "usw2-az1",
      });
      assert.deepEqual((await aws.diff(subnet, { ...subnet.inputs, vpcId: UNKNOWN })).replaces, ["vpcId"]);
    });

    it("needs no value that is not known yet", async () => {
      const group = { clusterName: UNKNOWN, nodeRoleArn: UNKNOWN, subnetIds: UNKNOWN, scalingConfig: UNKNOWN };
      await aws.check("aws:eks/nodeGroup:NodeGroup", "g", group);
    });
  });

  describe("after a delete", () => {
    it("takes a second one as done", async () => {
      const vpc = await makeVpc(aws);
      await aws.remove(vpc);
      await aws.remove(vpc);
      assert.equal(await aws.read(vpc), undefined);
    });

    it("fails an update", async () => {
      const vpc = await makeVpc(aws);
      await aws.remove(vpc);
      await assert.rejects(aws.update(vpc, { ...vpc.inputs, tags: { a: "b" } }), /does not exist/);
    });
  });

  it("waits for load balancers that another process is taking down", async () => {
    const patient = openTestLab({ patienceSeconds: 5 });
    try {
      const current = await session(patient.clouds.aws, awsConfig);
      const address = await current.create("aws:ec2/eip:Eip", "ip", {});
      const remove = putLoadBalancer(patient, { cluster: "usw2", addresses: [text(address.outputs, "publicIp")] });
      setTimeout(remove, 300);
      await current.remove(address);
      assert.deepEqual(patient.clouds.madeBy("prod"), []);
    } finally {
      patient.delete();
    }
  });

  it("shows no difference for another order of a set, in a diff or a refresh", async () => {
    const vpc = await makeVpc(aws);
    const zones = ["usw2-az1", "usw2-az2"].map((availabilityZoneId, index) => ({
      availabilityZoneId,
      cidrBlock: `10.0.${index * 16}.0/20`,
    }));
    const subnets = await Promise.all(
      zones.map((zone, index) => aws.create("aws:ec2/subnet:Subnet", `s${index}`, { vpcId: vpc.id, ...zone })),
    );
    const role = await aws.create("aws:iam/role:Role", "r", { assumeRolePolicy: "{}" });
    const subnetIds = subnets.map(({ id }) => id);
    const inputs = { name: "usw2", roleArn: text(role.outputs, "arn"), vpcConfig: { subnetIds } };
    const cluster = await aws.create("aws:eks/cluster:Cluster", "c", inputs);
    const reversed = { ...cluster.inputs, vpcConfig: { subnetIds: [...subnetIds].reverse() } };
    assert.deepEqual((await aws.diff(cluster, reversed)).changes, []);
    assert.deepEqual((await aws.read({ ...cluster, inputs: reversed }))?.inputs, reversed);
  });

  it("takes the time of the real one where that is wanted, and stops waiting when it is interrupted", async () => {
    const slow = openTestLab({ latency: { mode: "realistic", scale: 0.05 } });
    try {
      const current = await session(slow.clouds.aws, awsConfig);
      const begin = performance.now();
      const vpc = await makeVpc(current);
      const seconds = (performance.now() - begin) / 1000;
      assert.ok(seconds >= 0.39, `${seconds} s for 8 s at a scale of 0.05`);

      const subnet = await current.create("aws:ec2/subnet:Subnet", "s", {
        vpcId: vpc.id,
        cidrBlock: "10.0.0.0/20",
        availabilityZoneId: "usw2-az1",
      });
      const address = await current.create("aws:ec2/eip:Eip", "e", {});
      const gateway = current.create("aws:ec2/natGateway:NatGateway", "n", { subnetId: subnet.id, allocationId: address.id });
      setTimeout(() => slow.clouds.aws.cancel?.(current.account), 200);
      const before = performance.now();
      assert.match((await gateway).id, /^nat-/);
      assert.ok(performance.now() - before < 4_000, "105 s at a scale of 0.05 would be 5.25 s");
    } finally {
      slow.delete();
    }
  });

  it("finds what a URN has made, the newest first where it was replaced", async () => {
    const first = await makeVpc(aws);
    const second = await makeVpc(aws);
    assert.equal(lab.clouds.findByUrn("aws", first.urn)?.id, second.id);
    assert.equal(lab.clouds.findByUrn("gcp", first.urn), undefined);
    assert.equal(lab.clouds.madeBy("prod").length, 2);
    assert.equal(lab.clouds.madeBy("prod-traffic").length, 0);
  });

  it("takes back what it made and nobody heard of, also where it is protected, and only that", async () => {
    const known = await makeVpc(aws);
    const unheardOf = await aws.create("aws:cloudwatch/logGroup:LogGroup", "audit", { name: "audit", deletionProtectionEnabled: true });
    await assert.rejects(aws.remove(unheardOf), /deletion protection/);
    const resource = lab.clouds.madeBy("prod").find(({ id }) => id === unheardOf.id);
    assert.ok(resource !== undefined);
    await lab.clouds.takeBack(resource);
    assert.deepEqual(
      lab.clouds.madeBy("prod").map(({ id }) => id),
      [known.id],
    );
  });

  it("gives no address twice, in no cloud, not even after a release", async () => {
    const made = new Set<unknown>();
    const gcp = await session(lab.clouds.gcp, { project: "project", region: "us-west1" });
    for (let index = 0; index < 300; index += 1) {
      const address = await aws.create("aws:ec2/eip:Eip", `e${index}`, {});
      made.add(address.outputs["publicIp"]);
      await aws.remove(address);
    }
    made.add((await gcp.create("gcp:compute/address:Address", "a", { name: "a" })).outputs["address"]);
    assert.equal(made.size, 301);
    assert.ok(made.has("127.99.1.254") && made.has("127.99.2.1") && made.has("127.99.161.1"));
  });
});

const awsConfig = { region: "us-west-2", allowedAccountIds: JSON.stringify(["111111111111"]) };

function planned(type: string) {
  return { type, name: "n", urn: `urn:pulumi:prod::gateway-fleet::${type}::n` };
}

function makeVpc(aws: Session, name = "vpc") {
  return aws.create("aws:ec2/vpc:Vpc", name, { cidrBlock: "10.0.0.0/18" });
}
