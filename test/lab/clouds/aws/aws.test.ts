import assert from "node:assert/strict";
import { text } from "../../../../facts/properties/select";
import { makeCluster, makeNetwork, makeRole, makeVpc, trust } from "../awsFixtures";
import { openTestLab, session, type Session, type TestLab } from "../harness";
import { putLoadBalancer } from "../loadBalancers";

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
});
