import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { record, UNKNOWN } from "../../../preview/record/record";

describe("record", () => {
  it("sees type, name, parent, inputs and options of every resource", async () => {
    const { resources, outputs } = await record(() => {
      const group = new Group("group");
      return { vpcId: group.vpc.id };
    });
    assert.deepEqual(
      resources.map(({ type, name, parent }) => ({ type, name, parent })),
      [
        { type: "test:Group", name: "group", parent: undefined },
        { type: "pulumi:providers:aws", name: "provider", parent: "urn:pulumi:test::gateway-fleet::test:Group::group" },
        { type: "aws:ec2/vpc:Vpc", name: "vpc", parent: "urn:pulumi:test::gateway-fleet::test:Group::group" },
        { type: "aws:ec2/subnet:Subnet", name: "subnet", parent: "urn:pulumi:test::gateway-fleet::test:Group$aws:ec2/vpc:Vpc::vpc" },
      ],
    );
    const [, provider, vpc, subnet] = resources;
    assert.equal(vpc?.inputs["cidrBlock"], "10.0.0.0/18");
    assert.equal(subnet?.inputs["vpcId"], "vpc-id");
    assert.deepEqual(vpc?.options, {
      protect: true,
      ignoreChanges: ["tags"],
      dependsOn: [],
      provider: provider?.urn,
      deleteBeforeReplace: false,
      replaceOnChanges: ["enableDnsSupport"],
      aliases: [{ name: "old" }],
      hooks: ["beforeUpdate:guard"],
      retainOnDelete: true,
    });
    assert.deepEqual(subnet?.options.dependsOn, [vpc?.urn]);
    assert.equal(subnet?.options.protect, true, "a child inherits protection");
    assert.deepEqual(outputs, { vpcId: "vpc-id" });
  });

  it("knows no id and no computed output in a preview", async () => {
    const { resources, outputs } = await record(() => ({ arn: new Group("group").vpc.arn }), { preview: true });
    assert.equal(resources.find(({ name }) => name === "subnet")?.inputs["vpcId"], UNKNOWN);
    assert.deepEqual(outputs, { arn: UNKNOWN });
  });

  it("gives the outputs a test asks for", async () => {
    const { outputs } = await record(() => ({ arn: new Group("group").vpc.arn }), {
      outputs: (type) => (type === "aws:ec2/vpc:Vpc" ? { arn: "arn:aws:ec2:::vpc" } : undefined),
    });
    assert.deepEqual(outputs, { arn: "arn:aws:ec2:::vpc" });
  });

  it("unwraps secrets and says where they were", async () => {
    const { resources, outputs, secretOutputs } = await record(() => {
      const eip = new aws.ec2.Eip("eip", { tags: { token: pulumi.secret("hidden") } });
      return { tags: eip.tags, plain: "shown" };
    });
    assert.deepEqual(resources[0]?.inputs, { tags: { token: "hidden" } });
    assert.deepEqual(resources[0]?.secretInputs, ["tags"]);
    assert.deepEqual(outputs, { tags: { token: "hidden" }, plain: "shown" });
    assert.deepEqual(secretOutputs, ["tags"]);
  });

  it("reads another stack's outputs as unknown in a preview", async () => {
    const { resources, outputs } = await record(
      () => ({ addresses: new pulumi.StackReference("organization/gateway-fleet/prod").getOutput("addresses") }),
      {
        preview: true,
      },
    );
    assert.deepEqual(
      resources.map(({ type }) => type),
      ["pulumi:pulumi:StackReference"],
    );
    assert.deepEqual(outputs, { addresses: UNKNOWN });
  });

  it("waits for resources that are created after something was awaited", async () => {
    const { resources } = await record(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      new aws.ec2.Eip("late");
    });
    assert.equal(resources.length, 1);
  });

  it("throws the program's own error, also from inside an apply", async () => {
    await assert.rejects(
      record(() => {
        throw new Error("no such pool");
      }),
      /no such pool/,
    );
    await assert.rejects(
      record(() => {
        const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/18" });
        new aws.ec2.Subnet("subnet", {
          vpcId: vpc.id.apply((): string => {
            throw new Error("not this one");
          }),
        });
      }),
      /not this one/,
    );
  });

  it("refuses an invoke and names it", async () => {
    await assert.rejects(
      record(() => ({ zones: aws.getAvailabilityZonesOutput() })),
      /aws:index\/getAvailabilityZones:getAvailabilityZones/,
    );
    const { outputs } = await record(() => ({ names: aws.getAvailabilityZonesOutput().names }), { invoke: () => ({ names: ["a"] }) });
    assert.deepEqual(outputs, { names: ["a"] });
  });

  it("refuses two resources with one URN", async () => {
    await assert.rejects(
      record(() => {
        new aws.ec2.Eip("same");
        new aws.ec2.Eip("same");
      }),
      /two resources have the URN urn:pulumi:test::gateway-fleet::aws:ec2\/eip:Eip::same/,
    );
  });

  it("ends with the error of an apply although other resources depend on its result, and goes on recording afterwards", async () => {
    const program = () => {
      const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/18" });
      const failing = vpc.id.apply((): string => {
        throw new Error("no such address");
      });
      new aws.ec2.Subnet("subnet", { vpcId: failing, cidrBlock: "10.0.0.0/20" });
    };
    await assert.rejects(record(program), /no such address/);
    const { resources } = await record(() => new aws.ec2.Eip("next"));
    assert.deepEqual(
      resources.map(({ name }) => name),
      ["next"],
    );
  });

  it("runs one recording at a time and leaves nothing behind", async () => {
    const listeners = process.listeners("unhandledRejection");
    const [first, second] = await Promise.all(["a", "b"].map((stack) => record(() => new aws.ec2.Eip(pulumi.getStack()), { stack })));
    assert.deepEqual([first?.resources[0]?.name, second?.resources[0]?.name], ["a", "b"]);
    assert.deepEqual(process.listeners("unhandledRejection"), listeners);
    assert.equal(pulumi.runtime.hasMonitor(), false);
  });
});

class Group extends pulumi.ComponentResource {
  readonly vpc: aws.ec2.Vpc;

  constructor(name: string) {
    super("test:Group", name);
    const provider = new aws.Provider("provider", { region: "us-west-2" }, { parent: this });
    this.vpc = new aws.ec2.Vpc(
      "vpc",
      { cidrBlock: "10.0.0.0/18" },
      {
        parent: this,
        provider,
        protect: true,
        ignoreChanges: ["tags"],
        replaceOnChanges: ["enableDnsSupport"],
        deleteBeforeReplace: false,
        retainOnDelete: true,
        aliases: [{ name: "old" }],
        hooks: { beforeUpdate: [new pulumi.ResourceHook("guard", () => {})] },
      },
    );
    new aws.ec2.Subnet("subnet", { vpcId: this.vpc.id, cidrBlock: "10.0.0.0/20" }, { parent: this.vpc, provider });
    this.registerOutputs({ vpc: this.vpc });
  }
}
