import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as network from "@pulumi/azure-native/network";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { changesOf, type ResourceChange } from "../../../preview/change/changes";
import { record } from "../../../preview/record/record";

describe("the changes between two recordings", () => {
  it("are none between equal programs, whatever is unknown in them", async () => {
    const program = () => void new aws.ec2.Subnet("subnet", { vpcId: new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }).id });
    assert.deepEqual(await between(program, program), []);
  });

  it("are updates, with the old value and the new one", async () => {
    const vpc = (enableDnsHostnames: boolean) => () => void new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames });
    const [change, ...others] = await between(vpc(false), vpc(true));
    assert.deepEqual(others, []);
    assert.ok(change?.change === "update");
    assert.deepEqual(change.inputs, [{ path: "enableDnsHostnames", before: "false", after: "true" }]);
  });

  it("are no changes where only the order of a set or the layout of a policy differs", async () => {
    const role = (assumeRolePolicy: string) => new aws.iam.Role("role", { assumeRolePolicy });
    const group = (nodeRoleArn: pulumi.Input<string>, subnetIds: string[]) =>
      new aws.eks.NodeGroup("group", {
        clusterName: "c",
        nodeRoleArn,
        subnetIds,
        scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 1 },
      });
    assert.deepEqual(
      await between(
        () => void group(role('{"Version":"2012-10-17","Statement":[]}').arn, ["a", "b"]),
        () => void group(role('{ "Statement": [], "Version": "2012-10-17" }').arn, ["b", "a"]),
      ),
      [],
    );
  });

  it("are updates of the whole policy where a word in it differs, once", async () => {
    const policy = (...Action: readonly string[]) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action }] });
    const role = (text: string) => () => void new aws.iam.RolePolicy("look", { name: "look", role: "role", policy: text });
    const [before, after] = [
      policy("ec2:DescribeVpcs", "ec2:DescribeTags"),
      policy("ec2:DescribeSubnets", "ec2:DescribeVpcs", "ec2:DescribeTags"),
    ];
    const changes = await between(role(before), role(after));
    assert.deepEqual(
      changes.map((change) => change.change === "update" && change.inputs),
      [[{ path: "policy", before, after }]],
    );
  });

  it("count what a provider fills in as said", async () => {
    const vpc = (more: { instanceTenancy?: string; region?: string }) => () => {
      const provider = new aws.Provider("aws", { region: "us-west-2" });
      new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", ...more }, { provider });
    };
    assert.deepEqual(await between(vpc({}), vpc({ instanceTenancy: "default", region: "us-west-2" })), []);
    const [moved] = await between(vpc({}), vpc({ region: "eu-west-1" }));
    assert.deepEqual(moved?.change === "replace" && moved.because, ["region"]);
  });

  it("reach all that takes an output of what is replaced, and no further", async () => {
    const program = (cidrBlock: string) => () => {
      const vpc = new aws.ec2.Vpc("vpc", { cidrBlock });
      const subnet = new aws.ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
      new aws.ec2.InternetGateway("gateway", { vpcId: vpc.id });
      new aws.ec2.NatGateway("nat", { subnetId: subnet.id, connectivityType: "private" });
      new aws.ec2.Eip("eip", { domain: "vpc" }, { dependsOn: [vpc] });
    };
    const changes = await between(program("10.0.0.0/16"), program("10.0.0.0/8"));
    assert.deepEqual(lines(changes), [
      "replace nat because subnetId, new first",
      "replace subnet because vpcId, new first",
      "replace vpc because cidrBlock, new first",
      "update gateway",
    ]);
    const subnet = changes.find(({ name }) => name === "subnet");
    assert.deepEqual(subnet?.change === "replace" && subnet.inputs, [
      { path: "vpcId", before: "(as it is)", after: "(known after the update)" },
    ]);
  });

  it("take along, old first, what cannot live without a resource whose name is taken until it is gone", async () => {
    const program = (path: string) => () => {
      const role = new aws.iam.Role("role", { name: "nodes", path, assumeRolePolicy: "{}" });
      new aws.iam.RolePolicyAttachment("attachment", { role: role.name, policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" });
    };
    assert.deepEqual(lines(await between(program("/a/"), program("/b/"))), [
      "replace attachment because role, old first",
      "replace role because path, old first",
    ]);
  });

  it("hand a new version of a launch template on as an update of its node group", async () => {
    const program = (httpTokens: string) => () => {
      const template = new aws.ec2.LaunchTemplate("template", { metadataOptions: { httpTokens } });
      new aws.eks.NodeGroup("group", {
        clusterName: "c",
        nodeRoleArn: "arn:aws:iam::1:role/nodes",
        subnetIds: ["a"],
        scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 1 },
        launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      });
    };
    const changes = await between(program("optional"), program("required"));
    assert.deepEqual(lines(changes), ["update group", "update template"]);
    const [group] = changes.filter(({ name }) => name === "group");
    assert.deepEqual(group?.change === "update" && group.inputs.map(({ path }) => path), ["launchTemplate.version"]);
  });

  it("leave the size of a pool that exists to its autoscaler", async () => {
    const group = (desiredSize: number) => () =>
      void new aws.eks.NodeGroup("group", {
        clusterName: "c",
        nodeRoleArn: "r",
        subnetIds: ["a"],
        scalingConfig: { minSize: 1, maxSize: 9, desiredSize },
      });
    assert.deepEqual(await between(group(1), group(5)), []);
  });

  it("are refused where the cloud keeps for life what the provider would update, unless the program asks for a replacement", async () => {
    const address = (zones: string[], replaceOnChanges: string[]) => () =>
      void new network.PublicIPAddress(
        "address",
        { resourceGroupName: "fleet", publicIpAddressName: "gateway", zones },
        { replaceOnChanges },
      );
    assert.deepEqual(lines(await between(address(["1"], []), address(["2"], []))), ["refused address because zones[0]"]);
    assert.deepEqual(lines(await between(address(["1"], ["zones"]), address(["2"], ["zones"]))), [
      "replace address because zones[0], old first",
    ]);
  });

  it("make every object of a cluster again when its provider is another one", async () => {
    const program = (slot: number) => () => {
      const cluster = new aws.eks.Cluster("cluster", { name: `c${slot}`, roleArn: "r", vpcConfig: { subnetIds: ["a"] } });
      const provider = new k8s.Provider("kubernetes", { clusterIdentifier: cluster.createdAt });
      new k8s.core.v1.Namespace("namespace", { metadata: { name: "gateway" } }, { provider });
    };
    assert.deepEqual(lines(await between(program(1), program(2))), [
      "replace cluster because name, new first",
      "replace kubernetes because clusterIdentifier, new first",
      "replace namespace because provider, old first",
    ]);
  });

  it("replace objects on what Kubernetes keeps for life, and name what its API server refuses", async () => {
    const service = (loadBalancerClass: string) => () =>
      void new k8s.core.v1.Service("service", { metadata: { name: "s" }, spec: { loadBalancerClass } });
    assert.deepEqual(lines(await between(service("a"), service("b"))), ["refused service because spec.loadBalancerClass"]);
    const map = (data: string, mutable: boolean) => () => {
      const provider = new k8s.Provider("kubernetes", { enableConfigMapMutable: mutable });
      new k8s.core.v1.ConfigMap("map", { metadata: { name: "m" }, data: { a: data } }, { provider });
    };
    assert.deepEqual(lines(await between(map("1", true), map("2", true))), ["update map"]);
    assert.deepEqual(lines(await between(map("1", false), map("2", false))), ["replace map because data.a, old first"]);
  });

  it("do not reach what is frozen, and respect what the program ignores", async () => {
    const vpc = (cidrBlock: string, ignoreChanges: string[]) => () =>
      void new aws.ec2.Vpc("vpc", { cidrBlock, tags: { a: cidrBlock } }, { ignoreChanges });
    assert.deepEqual(await between(vpc("10.0.0.0/16", ["*"]), vpc("10.1.0.0/16", ["*"])), []);
    const [change] = await between(vpc("10.0.0.0/16", ["cidrBlock"]), vpc("10.1.0.0/16", ["cidrBlock"]));
    assert.deepEqual(change?.change === "update" && change.inputs.map(({ path }) => path), ["tags.a"]);
  });

  it("show that a secret changes and never what it is", async () => {
    const key = (description: string) => () => void new aws.kms.Key("key", { description: pulumi.secret(description) });
    const [change] = await between(key("hunter1"), key("hunter2"));
    assert.deepEqual(change?.change === "update" && change.inputs, [{ path: "description", before: "(secret)", after: "(secret)" }]);
    // A value that only one version marks is no less of a secret.
    const [marked] = await between(() => void new aws.kms.Key("key", { description: "hunter1" }), key("hunter2"));
    assert.ok(!JSON.stringify(marked).includes("hunter"));
  });

  it("are in the order of URNs, with what comes and what goes", async () => {
    const eips =
      (...names: string[]) =>
      () =>
        names.forEach((name) => new aws.ec2.Eip(name, { domain: "vpc" }));
    assert.deepEqual(
      (await between(eips("b", "c"), eips("a", "c", "d"))).map(({ change, name }) => `${change} ${name}`),
      ["create a", "delete b", "create d"],
    );
  });
});

async function between(base: () => void, head: () => void): Promise<readonly ResourceChange[]> {
  const [before, after] = [await record(base, { preview: true }), await record(head, { preview: true })];
  return changesOf("test", before.resources, after.resources);
}

function lines(changes: readonly ResourceChange[]): readonly string[] {
  return changes
    .map((change) => {
      const because = "because" in change ? ` because ${change.because.join(" and ")}` : "";
      return `${change.change} ${change.name}${because}${change.change === "replace" ? `, ${change.goesFirst} first` : ""}`;
    })
    .sort();
}
