import assert from "node:assert/strict";
import type { Properties } from "../../../lab/provider/backend";
import { text } from "../../../lab/cloud/values";
import { putLoadBalancer } from "./loadBalancers";
import { openTestLab, session, type Managed, type Session, type TestLab } from "./harness";

describe("simulated AWS", () => {
  let lab: TestLab;
  let aws: Session;

  beforeEach(async () => {
    lab = openTestLab();
    aws = await session(lab.clouds.aws, { region: "us-west-2", allowedAccountIds: JSON.stringify(["111111111111"]) });
  });
  afterEach(() => lab.delete());

  describe("networks", () => {
    it("put the region among the inputs and the account into ARNs", async () => {
      const vpc = await makeVpc(aws);
      assert.equal(vpc.inputs["region"], "us-west-2");
      assert.equal(vpc.outputs["arn"], `arn:aws:ec2:us-west-2:111111111111:vpc/${vpc.id}`);
      assert.match(vpc.id, /^vpc-0[0-9a-f]{16}$/);
    });

    it("refuse subnets outside their VPC, overlapping ones, and zones of another region", async () => {
      const vpc = await makeVpc(aws);
      const subnet = (cidrBlock: string, availabilityZoneId = "usw2-az1") =>
        aws.create("aws:ec2/subnet:Subnet", `s${cidrBlock}`, { vpcId: vpc.id, cidrBlock, availabilityZoneId });
      const made = await subnet("10.0.0.0/20");
      assert.equal(made.outputs["availabilityZone"], "us-west-2a");
      await assert.rejects(subnet("10.1.0.0/20"), /InvalidSubnet\.Range.*10\.0\.0\.0\/18/);
      await assert.rejects(subnet("10.0.8.0/24"), /InvalidSubnet\.Conflict/);
      await assert.rejects(subnet("10.0.16.0/20", "use1-az1"), /use1-az1.*invalid in us-west-2/);
      await assert.rejects(subnet("10.0.0.0/8"), /between \/16 and \/28/);
    });

    it("refuse what refers to nothing", async () => {
      await assert.rejects(
        aws.create("aws:ec2/subnet:Subnet", "s", { vpcId: "vpc-0gone", cidrBlock: "10.0.0.0/20", availabilityZoneId: "usw2-az1" }),
        /vpcId: .*vpc-0gone does not exist/,
      );
    });

    it("need exactly one destination and one target of a route, and no destination twice", async () => {
      const vpc = await makeVpc(aws);
      const gateway = await aws.create("aws:ec2/internetGateway:InternetGateway", "igw", { vpcId: vpc.id });
      const table = await aws.create("aws:ec2/routeTable:RouteTable", "rt", { vpcId: vpc.id });
      const route = { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id };
      await assert.rejects(
        aws.check("aws:ec2/route:Route", "r", { ...route, natGatewayId: "nat-1" }),
        /exactly one of gatewayId, natGatewayId/,
      );
      await assert.rejects(
        aws.check("aws:ec2/route:Route", "r", { routeTableId: table.id, gatewayId: gateway.id }),
        /destinationCidrBlock/,
      );
      await aws.create("aws:ec2/route:Route", "r", route);
      await assert.rejects(aws.create("aws:ec2/route:Route", "r2", route), /already exists/);
    });

    it("block the delete of what is in use, in words that name the user", async () => {
      const { vpc, gateway, subnet, address, nat } = await makeNetwork(aws);
      await assert.rejects(aws.remove(vpc), /DependencyViolation: The vpc .* aws:ec2\/subnet:Subnet subnet-/);
      await assert.rejects(aws.remove(subnet), new RegExp(`DependencyViolation: The subnet .* ${nat.id}`));
      await assert.rejects(aws.remove(gateway), /mapped public address/);
      await assert.rejects(aws.remove(address), new RegExp(`InvalidIPAddress\\.InUse.*${nat.id}`));
      for (const resource of [nat, address, subnet, gateway, vpc]) await aws.remove(resource);
      assert.deepEqual(lab.clouds.madeBy("prod"), []);
    });

    it("let a load balancer of a Service block its address and its network until it is gone", async () => {
      const { vpc, gateway, address, subnets } = await makeCluster(aws);
      const remove = putLoadBalancer(lab, { cluster: "usw2", addresses: [text(address.outputs, "publicIp")] });
      await assert.rejects(aws.remove(address), /in use by the load balancer .* of cluster usw2/);
      await assert.rejects(aws.remove(gateway), /load balancer .* of cluster usw2/);
      await assert.rejects(aws.remove(vpc), /load balancer .* of cluster usw2/);
      await assert.rejects(aws.remove(subnets[0]), /load balancer|eks\/cluster/);
      remove();
      await aws.remove(address);
    });

    it("give an elastic IP to one NAT gateway only", async () => {
      const { subnet, address } = await makeNetwork(aws);
      const second = aws.create("aws:ec2/natGateway:NatGateway", "nat2", { subnetId: subnet.id, allocationId: address.id });
      await assert.rejects(second, /Resource\.AlreadyAssociated/);
    });

    it("associate a subnet with one route table only", async () => {
      const { vpc, subnet } = await makeNetwork(aws);
      const table = await aws.create("aws:ec2/routeTable:RouteTable", "rt", { vpcId: vpc.id });
      await aws.create("aws:ec2/routeTableAssociation:RouteTableAssociation", "a", { subnetId: subnet.id, routeTableId: table.id });
      await assert.rejects(
        aws.create("aws:ec2/routeTableAssociation:RouteTableAssociation", "b", { subnetId: subnet.id, routeTableId: table.id }),
        /Resource\.AlreadyAssociated/,
      );
    });

    it("adopt the VPC's default security group, and leave it when the resource goes", async () => {
      const vpc = await makeVpc(aws);
      const group = await aws.create("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "d", { vpcId: vpc.id, ingress: [], egress: [] });
      assert.equal(group.id, vpc.outputs["defaultSecurityGroupId"]);
      await aws.remove(group);
      await aws.remove(vpc);
    });

    it("replace a VPC when its block changes and update it when a tag does", async () => {
      const vpc = await makeVpc(aws);
      const block = await aws.diff(vpc, { cidrBlock: "10.9.0.0/18" });
      assert.deepEqual([block.replaces, block.deleteBeforeReplace], [["cidrBlock"], false]);
      assert.deepEqual(await aws.diff(vpc, { cidrBlock: "10.0.0.0/18", tags: { a: "b" } }), {
        changes: ["tags.a"],
        replaces: [],
        deleteBeforeReplace: false,
      });
    });

    it("refuse a second group of one name in a VPC and an equal rule", async () => {
      const vpc = await makeVpc(aws);
      const group = await aws.create("aws:ec2/securityGroup:SecurityGroup", "g", { name: "Web", vpcId: vpc.id });
      await assert.rejects(
        aws.create("aws:ec2/securityGroup:SecurityGroup", "h", { name: "web", vpcId: vpc.id }),
        /InvalidGroup\.Duplicate/,
      );
      const rule = { securityGroupId: group.id, ipProtocol: "tcp", fromPort: 80, toPort: 80, cidrIpv4: "0.0.0.0/0" };
      const type = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
      await assert.rejects(aws.check(type, "r", { ...rule, referencedSecurityGroupId: group.id }), /exactly one of cidrIpv4/);
      await aws.create(type, "r", rule);
      await assert.rejects(aws.create(type, "r2", rule), /InvalidPermission\.Duplicate/);
    });
  });

  describe("IAM", () => {
    const policy = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";

    it("keeps a role while policies are attached, and knows AWS's own policies", async () => {
      const role = await makeRole(aws, "nodes");
      const attachment = await aws.create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", { role: "nodes", policyArn: policy });
      await assert.rejects(aws.remove(role), /DeleteConflict/);
      await aws.remove(attachment);
      await aws.remove(role);
      await assert.rejects(
        aws.create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", { role: "nodes", policyArn: policy }),
        /role: .*nodes does not exist/,
      );
    });

    it("refuses a taken name and one that is too long, and replaces an attachment delete-first", async () => {
      await makeRole(aws, "nodes");
      await assert.rejects(makeRole(aws, "nodes"), /already exists/);
      await assert.rejects(makeRole(aws, "n".repeat(65)), /65 characters.*at most 64/);
      const attachment = await aws.create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", { role: "nodes", policyArn: policy });
      const diff = await aws.diff(attachment, { role: "nodes", policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" });
      assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [["policyArn"], true]);
    });

    it("compares policies by what they say", async () => {
      const role = await makeRole(aws, "nodes");
      const spaced = JSON.stringify(JSON.parse(trust), undefined, 2);
      assert.deepEqual((await aws.diff(role, { name: "nodes", assumeRolePolicy: spaced })).changes, []);
      await assert.rejects(makeRole(aws, "bad", "{"), /invalid JSON policy/);
    });

    it("replaces create-first only where the name is its own to choose", async () => {
      const named = await makeRole(aws, "nodes");
      const anonymous = await aws.create("aws:iam/role:Role", "auto", { assumeRolePolicy: trust });
      assert.match(text(anonymous.inputs, "name"), /^auto-[0-9a-f]{7}$/);
      assert.equal((await aws.diff(named, { name: "nodes", path: "/x/", assumeRolePolicy: trust })).deleteBeforeReplace, true);
      assert.equal((await aws.diff(anonymous, { path: "/x/", assumeRolePolicy: trust })).deleteBeforeReplace, false);
    });
  });

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

const groupType = "aws:eks/nodeGroup:NodeGroup";
const labels = { "gateway-fleet/pool": "general", "gateway-fleet/capacity": "on-demand" };
const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });

function liveSize(lab: TestLab): number | undefined {
  return [...(lab.controlPlanes.nodes.get("usw2-1")?.values() ?? [])][0]?.size;
}

function makeVpc(aws: Session, name = "vpc"): Promise<Managed> {
  return aws.create("aws:ec2/vpc:Vpc", name, { cidrBlock: "10.0.0.0/18" });
}

function makeRole(aws: Session, name: string, assumeRolePolicy = trust): Promise<Managed> {
  return aws.create("aws:iam/role:Role", name, { name, assumeRolePolicy });
}

async function makeSubnets(aws: Session, vpc: Managed, zones: readonly string[]): Promise<[Managed, ...Managed[]]> {
  const made: Managed[] = [];
  for (const [index, zone] of zones.entries()) {
    const inputs = { vpcId: vpc.id, cidrBlock: `10.0.${index * 16}.0/20`, availabilityZoneId: zone };
    made.push(await aws.create("aws:ec2/subnet:Subnet", `subnet-${index}`, inputs));
  }
  const [first, ...rest] = made;
  if (first === undefined) throw new TypeError("no zones");
  return [first, ...rest];
}

async function makeNetwork(aws: Session) {
  const vpc = await makeVpc(aws);
  const gateway = await aws.create("aws:ec2/internetGateway:InternetGateway", "igw", { vpcId: vpc.id });
  const [subnet] = await makeSubnets(aws, vpc, ["usw2-az1"]);
  const address = await aws.create("aws:ec2/eip:Eip", "eip", {});
  const nat = await aws.create("aws:ec2/natGateway:NatGateway", "nat", { subnetId: subnet.id, allocationId: address.id });
  return { vpc, gateway, subnet, address, nat };
}

function clusterInputs(role: Managed, subnets: readonly Managed[]): Properties {
  return {
    name: "usw2",
    roleArn: text(role.outputs, "arn"),
    version: "1.35",
    accessConfig: { authenticationMode: "API" },
    bootstrapSelfManagedAddons: false,
    vpcConfig: { subnetIds: subnets.map(({ id }) => id) },
  };
}

async function makeCluster(aws: Session) {
  const [role, vpc] = [await makeRole(aws, "control"), await makeVpc(aws)];
  const gateway = await aws.create("aws:ec2/internetGateway:InternetGateway", "igw", { vpcId: vpc.id });
  const address = await aws.create("aws:ec2/eip:Eip", "eip", {});
  const subnets = await makeSubnets(aws, vpc, ["usw2-az1", "usw2-az2"]);
  const cluster = await aws.create("aws:eks/cluster:Cluster", "c", clusterInputs(role, subnets));
  return { role, vpc, gateway, address, subnets, cluster };
}

async function makeNodeGroup(aws: Session, options: { readonly without?: readonly string[]; readonly create?: boolean } = {}) {
  const made = await makeCluster(aws);
  const addons = (addonName: string) => aws.create("aws:eks/addon:Addon", addonName, { clusterName: "usw2", addonName });
  for (const name of ["kube-proxy", "vpc-cni"]) if (!(options.without ?? []).includes(name)) await addons(name);
  const inputs = {
    clusterName: "usw2",
    nodeGroupNamePrefix: "usw2-general-",
    nodeRoleArn: text(made.role.outputs, "arn"),
    subnetIds: made.subnets.map(({ id }) => id),
    capacityType: "ON_DEMAND",
    instanceTypes: ["m7i.large"],
    scalingConfig: { minSize: 2, desiredSize: 3, maxSize: 10 },
    labels,
    taints: [{ key: "a", value: "b", effect: "NO_SCHEDULE" }],
  };
  const createGroup = (properties: Properties) => aws.create(groupType, "g", properties);
  if (options.create === false) return { ...made, addons, inputs, createGroup, group: made.cluster };
  return { ...made, addons, inputs, createGroup, group: await createGroup(inputs) };
}
