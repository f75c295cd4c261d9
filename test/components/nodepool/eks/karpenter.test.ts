import assert from "node:assert/strict";
import { eksPlanWithKarpenter as plan, recordEks } from "../../fixtures/eks";
import { assertWaits } from "../../fixtures/order";
import { poolOf } from "../../fixtures/plans";
import { at, ofType, only } from "../../fixtures/recording";
import type { Recording } from "../../../../preview/record/recording";

const groupType = "aws:eks/nodeGroup:NodeGroup";
const poolType = "kubernetes:karpenter.sh/v1:NodePool";
const classType = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";

describe("KarpenterPool", () => {
  let recording: Recording;
  before(async () => {
    recording = await recordEks(plan);
  });
  const pool = (key: string) => only(recording, poolType, `aws-usw2-0-${key}-node-pool`);
  const spec = (key: string, ...path: string[]) => at(pool(key).inputs["spec"], ...path);
  const requirements = (key: string) =>
    Object.fromEntries(
      (spec(key, "template", "spec", "requirements") as { key: string; values: string[] }[]).map((each) => [each.key, each.values]),
    );

  it("S0.150 is one object for each part that may grow, spot weighing more, each limited to the nodes above its minimum", () => {
    const pools = ofType(recording, poolType).map(({ inputs }) => [
      at(inputs["metadata"], "name"),
      at(inputs["spec"], "weight"),
      at(inputs["spec"], "limits"),
    ]);
    assert.deepEqual(pools, [
      ["compute", 10, { cpu: "20" }],
      ["general", 10, { cpu: "34" }],
      ["general-spot", 50, { cpu: "12" }],
    ]);
  });

  it("leaves each pool's minimum to a node group of that size, which nobody else sizes", () => {
    const groups = ofType(recording, groupType).map(({ name, inputs }) => [name, inputs["scalingConfig"]]);
    assert.deepEqual(groups, [["aws-usw2-0-general-group", { minSize: 3, maxSize: 3, desiredSize: 3 }]]);
  });

  it("starts machines of the planned types, market, architecture and zones, and no others", () => {
    const { machineTypes } = poolOf(plan, "general-spot");
    assert.ok(machineTypes.length > 1);
    assert.deepEqual(requirements("general-spot"), {
      "karpenter.sh/capacity-type": ["spot"],
      "kubernetes.io/arch": ["amd64"],
      "kubernetes.io/os": ["linux"],
      "node.kubernetes.io/instance-type": machineTypes,
      "topology.k8s.aws/zone-id": ["usw2-az1", "usw2-az2", "usw2-az3"],
    });
    assert.deepEqual(requirements("general")["karpenter.sh/capacity-type"], ["on-demand"]);
  });

  it("gives nodes the planned labels and taints, and spells a taint without a value as the kind wants it", () => {
    assert.deepEqual(spec("general", "template", "metadata", "labels"), {
      "node-type": "general",
      workload: "api-gateway",
      "gateway-fleet/pool": "general",
      "gateway-fleet/capacity": "on-demand",
    });
    assert.deepEqual(spec("compute", "template", "spec", "taints"), [
      { key: "workload", effect: "NoSchedule", value: "high-cpu" },
      { key: "lonely", effect: "NoExecute" },
    ]);
  });

  it("takes nodes away as the settings say, a tenth of them at once", () => {
    assert.deepEqual(spec("general", "disruption"), {
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      consolidateAfter: "10m",
      budgets: [{ nodes: "10%" }],
    });
    assert.equal(spec("general", "template", "spec", "expireAfter"), "720h");
  });

  it("outlives the workloads, whose pods its nodes run", () => {
    const workload = only(recording, "gateway-fleet:workload:Workload");
    for (const each of ofType(recording, poolType)) assertWaits(recording, workload, each);
  });

  it("goes, with its nodes, before its class, the controller, and what lets nodes in and out", () => {
    for (const each of ofType(recording, poolType)) {
      const release = only(recording, "kubernetes:helm.sh/v3:Release", "aws-usw2-0-karpenter-release");
      for (const earlier of [only(recording, classType), release]) assertWaits(recording, each, earlier);
      for (const type of ["aws:eks/addon:Addon", "aws:ec2/route:Route", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"])
        for (const earlier of ofType(recording, type).filter(({ name }) => !/public|cluster-role|flow-logs/.test(name)))
          assertWaits(recording, each, earlier);
      assertWaits(recording, each, only(recording, "aws:eks/accessEntry:AccessEntry", "aws-usw2-0-node-class-access"));
      assertWaits(recording, each, only(recording, "aws:iam/instanceProfile:InstanceProfile"));
    }
  });
});

describe("KarpenterNodeClass", () => {
  let recording: Recording;
  before(async () => {
    recording = await recordEks(plan);
  });
  const spec = (...path: string[]) => at(only(recording, classType).inputs["spec"], ...path);

  it("starts Amazon Linux 2023 of one release, so that no node changes by itself", () => {
    assert.deepEqual(spec("amiSelectorTerms"), [{ alias: plan.versions.karpenter.nodeImage }]);
    assert.match(plan.versions.karpenter.nodeImage, /^al2023@v\d{8}$/);
  });

  it("CKV_AWS_79, CKV_AWS_341 keeps pods away from the node's credentials", () => {
    assert.deepEqual([spec("metadataOptions", "httpTokens"), spec("metadataOptions", "httpPutResponseHopLimit")], ["required", 1]);
  });

  it("CKV_AWS_88 is in the private subnets and the cluster's group, by their ids, without a public address", () => {
    assert.deepEqual(
      spec("subnetSelectorTerms"),
      plan.network.zones.map(({ id }) => ({ id: `aws-usw2-0-network-private-${id}-id` })),
    );
    assert.deepEqual(spec("securityGroupSelectorTerms"), [{ id: "sg-0c1" }]);
    assert.equal(spec("associatePublicIPAddress"), false);
  });

  it("encrypts disks, and tags all that it makes", () => {
    const [disk] = spec("blockDeviceMappings") as readonly unknown[];
    assert.deepEqual(disk, {
      deviceName: "/dev/xvda",
      ebs: { volumeType: "gp3", volumeSize: "50Gi", encrypted: true, deleteOnTermination: true },
    });
    const { "ebs.csi.aws.com/cluster-name": volumesOf, ...tags } = spec("tags") as Record<string, string>;
    assert.deepEqual(tags, { cluster: "aws-usw2", environment: "prod", fleet: "gateway", owner: "platform" });
    assert.equal(volumesOf, plan.names.cluster, "the volumes' driver attaches to no other machine of Karpenter's");
  });

  it("has a role of its own, that the cluster lets in as nodes, in a profile that Karpenter need not make", () => {
    const { inputs } = only(recording, "aws:eks/accessEntry:AccessEntry", "aws-usw2-0-node-class-access");
    const role = "gateway-prod-aws-usw2-0-karpenter-node";
    assert.deepEqual([inputs["type"], inputs["principalArn"]], ["EC2_LINUX", `arn:aws:iam::111111111111:role/${role}`]);
    assert.equal(spec("instanceProfile"), role);
    assert.equal(only(recording, "aws:iam/instanceProfile:InstanceProfile").inputs["role"], role);
    const policies = ofType(recording, "aws:iam/rolePolicyAttachment:RolePolicyAttachment").filter(({ name }) =>
      name.startsWith("aws-usw2-0-node-class"),
    );
    assert.deepEqual(
      policies.map(({ inputs: { policyArn } }) => String(policyArn).split("/").at(-1)),
      ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
    );
  });
});
