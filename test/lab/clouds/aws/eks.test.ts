import assert from "node:assert/strict";
import { text } from "../../../../facts/properties/select";
import type { Properties } from "../../../../facts/properties/values";
import { clusterInputs, groupType, labels, liveSize, makeCluster, makeNodeGroup, makeRole, makeSubnets, makeVpc } from "../awsFixtures";
import { openTestLab, session, type Session, type TestLab } from "../harness";

describe("simulated EKS", () => {
  let lab: TestLab;
  let aws: Session;

  beforeEach(async () => {
    lab = openTestLab();
    aws = await session(lab.clouds.aws, { region: "us-west-2", allowedAccountIds: JSON.stringify(["111111111111"]) });
  });
  afterEach(() => lab.delete());

  describe("EKS clusters", () => {
    it("answer with a real endpoint, certificate and identity", async () => {
      const { cluster, vpc } = await makeCluster(aws);
      const [plane] = lab.controlPlanes.list();
      assert.equal(cluster.id, "usw2");
      assert.equal(cluster.outputs["endpoint"], plane?.endpoint);
      const { data } = cluster.outputs["certificateAuthority"] as { data: string };
      assert.equal(Buffer.from(data, "base64").toString(), plane?.caCertificate);
      assert.match(text(cluster.outputs, "createdAt"), /^\d{4}-\d\d-\d\dT/);
      const { vpcId, clusterSecurityGroupId, endpointPublicAccess } = cluster.outputs["vpcConfig"] as Record<string, unknown>;
      assert.deepEqual([vpcId, endpointPublicAccess], [vpc.id, true]);
      assert.match(String(clusterSecurityGroupId), /^sg-/);
    });

    it("need two zones that can hold a control plane, and one VPC", async () => {
      const [role, vpc] = [await makeRole(aws, "control"), await makeVpc(aws)];
      const subnets = await makeSubnets(aws, vpc, ["usw2-az1", "usw2-az1"]);
      await assert.rejects(aws.create("aws:eks/cluster:Cluster", "c", clusterInputs(role, subnets)), /at least two different AZs/);

      const east = await session(lab.clouds.aws, { region: "us-east-1", allowedAccountIds: JSON.stringify(["111111111111"]) });
      const other = await makeSubnets(east, await makeVpc(east, "east"), ["use1-az3", "use1-az1"]);
      await assert.rejects(
        east.create("aws:eks/cluster:Cluster", "c", clusterInputs(role, other)),
        /UnsupportedAvailabilityZone.*use1-az3/,
      );
      await assert.rejects(aws.create("aws:eks/cluster:Cluster", "c", clusterInputs(role, [...subnets, ...other])), /in one VPC/);
    });

    it("become another cluster with an empty store when they are replaced", async () => {
      const { cluster } = await makeCluster(aws);
      await aws.remove(cluster);
      assert.deepEqual(lab.controlPlanes.list(), []);
      const again = await aws.create("aws:eks/cluster:Cluster", "c", cluster.inputs);
      assert.deepEqual(
        lab.controlPlanes.list().map(({ id }) => id),
        ["usw2-2"],
      );
      assert.notDeepEqual(again.outputs["certificateAuthority"], cluster.outputs["certificateAuthority"]);
    });

    it("rise by one minor at a time, and never fall", async () => {
      const { cluster } = await makeCluster(aws);
      const version = (to: string) => aws.update(cluster, { ...cluster.inputs, version: to });
      await assert.rejects(version("1.34"), /version update from 1\.35 to 1\.34/);
      await assert.rejects(version("1.37"), /version update from 1\.35 to 1\.37/);
      assert.equal((await version("1.36")).outputs["version"], "1.36");
    });

    it("wait for their node groups before they rise, and refuse to go while they have any", async () => {
      const { cluster, group } = await makeNodeGroup(aws);
      const raised = await aws.update(cluster, { ...cluster.inputs, version: "1.36" });
      await assert.rejects(aws.update(raised, { ...raised.inputs, version: "1.37" }), /must be updated to match cluster version 1\.36/);
      await assert.rejects(aws.remove(cluster), /ResourceInUseException: Cluster has nodegroups attached/);
      await aws.remove(group);
      await aws.remove(cluster);
      assert.equal(lab.clouds.madeBy("prod").filter(({ type }) => type.startsWith("aws:eks/")).length, 0);
    });

    it("are replaced for a new service range or name, and updated for endpoints, logs and subnets", async () => {
      const { cluster, subnets } = await makeCluster(aws);
      const diff = (change: Properties) => aws.diff(cluster, { ...cluster.inputs, ...change });
      assert.deepEqual((await diff({ kubernetesNetworkConfig: { serviceIpv4Cidr: "172.21.0.0/20" } })).replaces, [
        "kubernetesNetworkConfig.serviceIpv4Cidr",
      ]);
      assert.deepEqual((await diff({ roleArn: "arn:aws:iam::1:role/x" })).deleteBeforeReplace, true);
      const backwards = { subnetIds: [...subnets].reverse().map(({ id }) => id) };
      assert.deepEqual((await diff({ vpcConfig: { ...backwards, endpointPrivateAccess: true } })).replaces, []);
      assert.deepEqual((await diff({ vpcConfig: backwards })).changes, [], "the order of subnets means nothing");
    });

    it("let nobody in whose access entry does not exist, and know an entry once", async () => {
      const { cluster } = await makeCluster(aws);
      const principal = { clusterName: cluster.id, principalArn: "arn:aws:iam::111111111111:role/admin" };
      const scope = { policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", accessScope: { type: "cluster" } };
      const associate = () => aws.create("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "p", { ...principal, ...scope });
      await assert.rejects(associate(), /no access entry/);
      await aws.create("aws:eks/accessEntry:AccessEntry", "e", principal);
      await associate();
      await assert.rejects(aws.create("aws:eks/accessEntry:AccessEntry", "e2", principal), /already exists/);
      await assert.rejects(aws.check("aws:eks/accessEntry:AccessEntry", "e3", { ...principal, principalArn: "admin" }), /no ARN/);
    });

    it("give one role to a service account", async () => {
      const { cluster, role } = await makeCluster(aws);
      const inputs = { clusterName: cluster.id, namespace: "kube-system", serviceAccount: "lbc", roleArn: text(role.outputs, "arn") };
      await aws.create("aws:eks/podIdentityAssociation:PodIdentityAssociation", "a", inputs);
      await assert.rejects(aws.create("aws:eks/podIdentityAssociation:PodIdentityAssociation", "b", inputs), /ResourceInUseException/);
    });
  });

  describe("EKS node groups", () => {
    it("need pod networking before the first node, and come before add-ons that need nodes", async () => {
      const { cluster, addons, inputs, createGroup } = await makeNodeGroup(aws, { without: ["vpc-cni"], create: false });
      await assert.rejects(createGroup(inputs), /NodeCreationFailure.*vpc-cni/);
      await assert.rejects(addons("coredns"), /timeout while waiting.*no nodes available/);
      await addons("vpc-cni");
      await createGroup(inputs);
      await addons("coredns");
      await assert.rejects(
        aws.check("aws:eks/addon:Addon", "x", { clusterName: cluster.id, addonName: "core-dns" }),
        /core-dns is none of/,
      );
    });

    it("take minimum, size and maximum together", async () => {
      const { inputs, createGroup } = await makeNodeGroup(aws, { create: false });
      const sized = (minSize: number, desiredSize: number, maxSize: number) =>
        createGroup({ ...inputs, scalingConfig: { minSize, desiredSize, maxSize } });
      await assert.rejects(sized(3, 2, 5), /Minimum capacity 3 can't be greater than desired size 2/);
      await assert.rejects(sized(3, 6, 5), /desired capacity 6 can't be greater than max size 5/);
      await assert.rejects(
        aws.check(groupType, "g", { ...inputs, scalingConfig: { minSize: 0, maxSize: 3 } }),
        /scalingConfig\.desiredSize is required/,
      );
      await assert.rejects(aws.check(groupType, "g", { ...inputs, instanceTypes: ["m99.huge"] }), /m99\.huge does not exist/);
    });

    it("become nodes in the zones of their subnets", async () => {
      const { group } = await makeNodeGroup(aws);
      const nodes = lab.controlPlanes.nodes.get("usw2-1")?.get(text(group.outputs, "nodeGroupName"));
      assert.deepEqual([nodes?.size, nodes?.zones, nodes?.cpu, nodes?.memoryGiB], [3, ["us-west-2a", "us-west-2b"], 2, 8]);
      assert.deepEqual(nodes?.taints, [{ key: "a", value: "b", effect: "NoSchedule" }]);
      assert.equal(nodes.labels["eks.amazonaws.com/capacityType"], "ON_DEMAND");
      await aws.remove(group);
      assert.equal(lab.controlPlanes.nodes.get("usw2-1")?.size, 0);
    });

    it("shrink to the recorded size when an update of their bounds sends it, and not when a label changes", async () => {
      const { group } = await makeNodeGroup(aws);
      await lab.clouds.scale("usw2", "general", 8);
      const labelled = await aws.update(group, { ...group.inputs, labels: { ...labels, extra: "1" } });
      assert.equal(liveSize(lab), 8);
      assert.equal((labelled.outputs["scalingConfig"] as Properties)["desiredSize"], 8, "the provider reads back what is live");
      await aws.update(labelled, { ...labelled.inputs, scalingConfig: { minSize: 2, desiredSize: 3, maxSize: 12 } });
      assert.equal(liveSize(lab), 3, "raising the maximum with the recorded size shrinks the group");
    });

    it("show their live size to a refresh and to the function that reads them", async () => {
      const { group } = await makeNodeGroup(aws);
      await lab.clouds.scale("usw2", "general", 7);
      const found = await aws.read(group);
      assert.deepEqual(found?.inputs["scalingConfig"], { minSize: 2, desiredSize: 7, maxSize: 10 });
      assert.deepEqual(found.outputs["scalingConfig"], { minSize: 2, desiredSize: 7, maxSize: 10 });
      const args = { clusterName: "usw2", nodeGroupName: text(group.outputs, "nodeGroupName") };
      const answer = await lab.clouds.aws.invoke(aws.account, "aws:eks/getNodeGroup:getNodeGroup", args);
      assert.deepEqual(answer["scalingConfigs"], [{ minSize: 2, desiredSize: 7, maxSize: 10 }]);
      const listed = await lab.clouds.aws.invoke(aws.account, "aws:eks/getNodeGroups:getNodeGroups", { clusterName: "usw2" });
      assert.deepEqual(listed["names"], [args.nodeGroupName]);
      await assert.rejects(
        lab.clouds.aws.invoke(aws.account, "aws:eks/getNodeGroup:getNodeGroup", { ...args, nodeGroupName: "gone" }),
        /ResourceNotFoundException/,
      );
    });

    it("are replaced create-first for other machines, since a prefix leaves the name to EKS", async () => {
      const { group } = await makeNodeGroup(aws);
      assert.match(text(group.outputs, "nodeGroupName"), /^usw2-general-\d{18}[0-9a-f]{8}$/);
      const diff = await aws.diff(group, { ...group.inputs, instanceTypes: ["m7i.xlarge"] });
      assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [["instanceTypes[0]"], false]);
    });

    it("take a launch template's version that exists, and each change makes a new one", async () => {
      const template = await aws.create("aws:ec2/launchTemplate:LaunchTemplate", "t", { metadataOptions: { httpTokens: "required" } });
      assert.equal(template.outputs["latestVersion"], 1);
      const tagged = await aws.update(template, { ...template.inputs, tags: { a: "b" } });
      assert.equal(tagged.outputs["latestVersion"], 1);
      const changed = await aws.update(tagged, {
        ...tagged.inputs,
        metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
      });
      assert.equal(changed.outputs["latestVersion"], 2);
      const { inputs, createGroup } = await makeNodeGroup(aws, { create: false });
      const withVersion = (version: string) => createGroup({ ...inputs, launchTemplate: { id: template.id, version } });
      await assert.rejects(withVersion("3"), /has no version 3 \(latest: 2\)/);
      await withVersion("2");
    });
  });
});
