import assert from "node:assert/strict";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { record } from "../../../preview/record/record";
import { fingerprintTag } from "../../../components/nodepool";
import { loadStack } from "../../../config/file/load";
import { planStack } from "../../../plan";
import { deployEks } from "../../../stacks/cluster/eks";
import { argsOf } from "../../stacks/liveSize/transform";
import { fleetOfOne } from "../fixtures/cluster";
import { eksPlan, recordEks, standardEks } from "../fixtures/eks";
import { assertWaits } from "../fixtures/order";
import { poolOf } from "../fixtures/plans";
import { at, ofType, only } from "../fixtures/recording";
import type { Recording } from "../../../preview/record/recording";
import type { EksPool } from "../../../plan/model/pool";

const groupType = "aws:eks/nodeGroup:NodeGroup";
const templateType = "aws:ec2/launchTemplate:LaunchTemplate";
const general = poolOf(eksPlan, "general");

describe("EksNodePool", () => {
  let recording: Recording;
  before(async () => {
    recording = await standardEks();
  });

  it("sends the planned bounds, first size and machine types", () => {
    const { inputs } = only(recording, groupType, "aws-usw2-0-general-group");
    assert.deepEqual(inputs["scalingConfig"], { minSize: 3, maxSize: 20, desiredSize: 5 });
    assert.deepEqual(inputs["instanceTypes"], general.machineTypes);
    assert.equal(inputs["capacityType"], "ON_DEMAND");
  });

  it("gives nodes the planned labels, and no taint that is not planned", () => {
    const { inputs } = only(recording, groupType, "aws-usw2-0-general-group");
    assert.deepEqual(inputs["labels"], {
      "node-type": "general",
      workload: "api-gateway",
      "gateway-fleet/pool": "general",
      "gateway-fleet/capacity": "on-demand",
    });
    assert.deepEqual(inputs["taints"], []);
  });

  it("spells taints as EKS does", async () => {
    const taints = [
      { key: "workload", value: "high-cpu", effect: "NoSchedule" },
      { key: "evict", value: "now", effect: "NoExecute" },
    ] as const;
    const { inputs } = await group({ taints });
    assert.deepEqual(inputs["taints"], [
      { key: "workload", value: "high-cpu", effect: "NO_SCHEDULE" },
      { key: "evict", value: "now", effect: "NO_EXECUTE" },
    ]);
  });

  it("buys the spot part on the spot market and the other part on demand", () => {
    const markets = ofType(recording, groupType).map(({ name, inputs }) => [name, inputs["capacityType"]]);
    assert.deepEqual(markets, [
      ["aws-usw2-0-general-group", "ON_DEMAND"],
      ["aws-usw2-0-general-spot-group", "SPOT"],
    ]);
  });

  it("spans every zone's private subnet, at the version that the control plane runs", () => {
    const { inputs } = only(recording, groupType, "aws-usw2-0-general-group");
    assert.equal(inputs["clusterName"], "gateway-prod-aws-usw2-0");
    assert.equal(inputs["version"], "1.35");
    assert.deepEqual(
      inputs["subnetIds"],
      eksPlan.network.zones.map(({ id }) => `aws-usw2-0-network-private-${id}-id`),
    );
  });

  it("runs Amazon Linux 2023 of the pool's architecture", async () => {
    assert.equal(only(recording, groupType, "aws-usw2-0-general-group").inputs["amiType"], "AL2023_x86_64_STANDARD");
    assert.equal((await group({ shape: { vcpu: 2, memoryGiB: 8, arch: "arm64" } })).inputs["amiType"], "AL2023_ARM_64_STANDARD");
  });

  it("can have its replacement beside it: only a prefix of its name is fixed", () => {
    const { inputs } = only(recording, groupType, "aws-usw2-0-general-group");
    assert.equal(inputs["nodeGroupNamePrefix"], "aws-usw2-general-");
    assert.equal(inputs["nodeGroupName"], undefined);
  });

  it("CKV_AWS_79, CKV_AWS_341 keeps pods away from the node's credentials, and disks encrypted", () => {
    const { inputs } = only(recording, templateType, "aws-usw2-0-general-template");
    assert.deepEqual(inputs["metadataOptions"], { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 });
    const disk = at(inputs, "blockDeviceMappings", "0", "ebs");
    assert.deepEqual([at(disk, "encrypted"), at(disk, "volumeType")], ["true", "gp3"]);
  });

  it("pins the template's version by number, and tags machines, disks and interfaces through it", () => {
    const { inputs } = only(recording, groupType, "aws-usw2-0-general-group");
    assert.deepEqual(inputs["launchTemplate"], { id: "aws-usw2-0-general-template-id", version: "7" });
    const template = only(recording, templateType, "aws-usw2-0-general-template");
    for (const [index, kind] of ["instance", "volume", "network-interface"].entries()) {
      const specification = at(template.inputs, "tagSpecifications", String(index));
      assert.equal(at(specification, "resourceType"), kind);
      assert.equal(at(specification, "tags", "owner"), "platform");
    }
  });

  it("CKV_AWS_88, CKV_AWS_100, CKV_AWS_46 gives no machine a public address, lets nobody log in, and hands no data to its boot", () => {
    const template = only(recording, templateType, "aws-usw2-0-general-template").inputs;
    assert.deepEqual([template["networkInterfaces"], template["keyName"], template["userData"]], [undefined, undefined, undefined]);
    const group = only(recording, groupType, "aws-usw2-0-general-group").inputs;
    assert.equal(group["remoteAccess"], undefined);
    const subnets = ofType(recording, "aws:ec2/subnet:Subnet").filter(({ name }) => name.includes("-private-"));
    assert.deepEqual(
      subnets.map(({ inputs }) => inputs["mapPublicIpOnLaunch"]),
      [false, false, false],
    );
  });

  it("replaces a node that stays sick", () => {
    assert.deepEqual(only(recording, groupType, "aws-usw2-0-general-group").inputs["nodeRepairConfig"], { enabled: true });
  });

  it("replaces a third of its nodes at once at most", () => {
    assert.deepEqual(only(recording, groupType, "aws-usw2-0-general-group").inputs["updateConfig"], { maxUnavailablePercentage: 33 });
  });

  it("comes after the routes out of the cluster and what its nodes need, and goes before them", () => {
    const pool = only(recording, groupType, "aws-usw2-0-general-group");
    const policies = ["aws-usw2-0-cluster-node-AmazonEKSWorkerNodePolicy", "aws-usw2-0-cluster-node-AmazonEC2ContainerRegistryPullOnly"];
    for (const policy of policies)
      assertWaits(recording, pool, only(recording, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", policy));
    for (const { id } of eksPlan.network.zones) {
      assertWaits(recording, pool, only(recording, "aws:ec2/route:Route", `aws-usw2-0-network-private-default-route-${id}`));
    }
  });

  it("tells from the group's own outputs which name, fingerprint and maximum it has", () => {
    assert.equal(at(only(recording, groupType, "aws-usw2-0-general-group").inputs, "tags", fingerprintTag), general.fingerprint);
    assert.deepEqual(at(recording.outputs["pools"], "general"), {
      physicalName: "aws-usw2-general-2026",
      fingerprint: general.fingerprint,
      max: 20,
    });
  });

  it("leaves its size to the transform that it is given, on the group and nowhere else", async () => {
    const transformed: [string, pulumi.ResourceTransform][] = [];
    const watch: pulumi.ResourceTransformation = ({ type, opts: { transforms = [] } }) => {
      for (const transform of transforms) transformed.push([type, transform]);
      return undefined;
    };
    await record(
      () => {
        pulumi.runtime.registerStackTransformation(watch);
        return deployEks({ ...eksPlan, pools: [general] }, fleetOfOne).root;
      },
      { preview: true },
    );
    assert.deepEqual(
      transformed.map(([type]) => type),
      [groupType],
    );
    const [[, keep] = []] = transformed;
    const kept = await keep?.(argsOf({ scalingConfig: { minSize: 3, maxSize: 20, desiredSize: 5 }, tags: {} }));
    assert.deepEqual(kept?.opts.ignoreChanges, ["scalingConfig.desiredSize"]);
  });
});

describe("The node groups of S0 on EKS", () => {
  let recording: Recording;
  before(async () => {
    const planned = planStack(loadStack(join(__dirname, "../../.."), "prod"));
    const plan = planned.fleet.clusters.find(({ name }) => name === "aws-usw2");
    assert.ok(plan?.cloud === "aws");
    recording = await recordEks(plan);
  });

  function inputsOf(pool: string): Record<string, unknown> {
    return only(recording, groupType, `aws-usw2-0-${pool}-group`).inputs;
  }

  for (const [id, pool, scalingConfig, family] of [
    ["S0.71", "general", { minSize: 3, maxSize: 20, desiredSize: 5 }, /^m\d/],
    ["S0.74", "compute", { minSize: 0, maxSize: 10, desiredSize: 0 }, /^c\d/],
    ["S0.76", "memory", { minSize: 0, maxSize: 5, desiredSize: 0 }, /^r\d/],
  ] as const) {
    it(`${id} give ${pool} its bounds and first size, and machine types of one family and one size`, () => {
      const { scalingConfig: sent, instanceTypes } = inputsOf(pool);
      assert.deepEqual(sent, scalingConfig);
      assert.ok(Array.isArray(instanceTypes) && instanceTypes.length > 1);
      for (const type of instanceTypes) assert.match(String(type), family);
      assert.equal(new Set(instanceTypes.map((type) => String(type).split(".")[1])).size, 1, "one size");
    });
  }

  for (const [id, pool, labels, taints] of [
    ["S0.72", "general", { "node-type": "general", workload: "api-gateway" }, []],
    [
      "S0.75",
      "compute",
      { "node-type": "compute-optimized", workload: "high-cpu" },
      [{ key: "workload", value: "high-cpu", effect: "NO_SCHEDULE" }],
    ],
    [
      "S0.77",
      "memory",
      { "node-type": "memory-optimized", workload: "high-memory" },
      [{ key: "workload", value: "high-memory", effect: "NO_SCHEDULE" }],
    ],
  ] as const) {
    it(`${id} label and taint the nodes of ${pool}`, () => {
      const { labels: sent, taints: kept } = inputsOf(pool);
      for (const [key, value] of Object.entries(labels)) assert.equal(at(sent, key), value);
      assert.deepEqual(kept, taints);
    });
  }

  it("S0.103 buy at most 30 % of general's maximum on the spot market, and nothing of it else", () => {
    const spot = inputsOf("general-spot");
    assert.equal(spot["capacityType"], "SPOT");
    assert.deepEqual(spot["scalingConfig"], { minSize: 0, maxSize: 6, desiredSize: 0 });
    const others = ofType(recording, groupType).filter(({ name }) => name !== "aws-usw2-0-general-spot-group");
    for (const { name, inputs } of others) assert.equal(inputs["capacityType"], "ON_DEMAND", name);
  });

  it("S0.104-105 are managed node groups, and there is no Fargate profile", () => {
    assert.equal(ofType(recording, groupType).length, 4);
    assert.deepEqual(ofType(recording, "aws:eks/fargateProfile:FargateProfile"), []);
  });
});

async function group(differences: Partial<EksPool>) {
  return only(await recordEks({ ...eksPlan, pools: [{ ...general, ...differences }] }), groupType);
}
