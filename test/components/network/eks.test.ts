import assert from "node:assert/strict";
import { eksPlan, recordEks, standardEks } from "../fixtures/eks";
import { assertWaits } from "../fixtures/order";
import { at, ofType, only } from "../fixtures/recording";
import type { Recording } from "../../../preview/record/recording";

describe("EksNetwork", () => {
  let recording: Recording;
  before(async () => {
    recording = await standardEks();
  });

  it("S0.102 gives AWS a VPC with a public and a private subnet in each of several zones, by physical zone id", () => {
    const { inputs } = only(recording, "aws:ec2/vpc:Vpc");
    assert.equal(inputs["cidrBlock"], "10.0.0.0/18");
    assert.equal(inputs["enableDnsSupport"], true);
    assert.equal(inputs["enableDnsHostnames"], true);
    assert.deepEqual(
      ofType(recording, "aws:ec2/subnet:Subnet").map(({ name, inputs }) => [name, inputs["availabilityZoneId"], inputs["cidrBlock"]]),
      [
        ["aws-usw2-0-network-public-usw2-az1", "usw2-az1", "10.0.56.0/24"],
        ["aws-usw2-0-network-private-usw2-az1", "usw2-az1", "10.0.0.0/21"],
        ["aws-usw2-0-network-public-usw2-az2", "usw2-az2", "10.0.57.0/24"],
        ["aws-usw2-0-network-private-usw2-az2", "usw2-az2", "10.0.8.0/21"],
        ["aws-usw2-0-network-public-usw2-az3", "usw2-az3", "10.0.58.0/24"],
        ["aws-usw2-0-network-private-usw2-az3", "usw2-az3", "10.0.16.0/21"],
      ],
    );
  });

  it("CKV_AWS_130 puts internet-facing balancers in public subnets and internal ones in private subnets, and gives no machine a public address", () => {
    for (const { name, inputs } of ofType(recording, "aws:ec2/subnet:Subnet")) {
      const [role, other] = name.includes("-public-") ? ["elb", "internal-elb"] : ["internal-elb", "elb"];
      assert.equal(at(inputs, "tags", `kubernetes.io/role/${role}`), "1", name);
      assert.equal(at(inputs, "tags", `kubernetes.io/role/${other}`), undefined, name);
      assert.equal(inputs["mapPublicIpOnLaunch"], false, name);
    }
  });

  it("sends each private subnet out through its own zone's NAT gateway, on an address of its own", () => {
    for (const { id } of eksPlan.network.zones) {
      const nat = only(recording, "aws:ec2/natGateway:NatGateway", `aws-usw2-0-network-nat-${id}`);
      assert.equal(nat.inputs["subnetId"], `aws-usw2-0-network-public-${id}-id`);
      assert.equal(nat.inputs["allocationId"], `aws-usw2-0-network-nat-address-${id}-id`);
      const route = only(recording, "aws:ec2/route:Route", `aws-usw2-0-network-private-default-route-${id}`);
      assert.equal(route.inputs["destinationCidrBlock"], "0.0.0.0/0");
      assert.equal(route.inputs["natGatewayId"], `aws-usw2-0-network-nat-${id}-id`);
      const association = only(
        recording,
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        `aws-usw2-0-network-private-association-${id}`,
      );
      assert.deepEqual(association.inputs, { subnetId: `aws-usw2-0-network-private-${id}-id`, routeTableId: route.inputs["routeTableId"] });
    }
  });

  it("sends every private subnet out through the one NAT gateway that the plan pays for", async () => {
    const natZones = { "usw2-az1": "usw2-az1", "usw2-az2": "usw2-az1", "usw2-az3": "usw2-az1" };
    const one = await recordEks({ ...eksPlan, network: { ...eksPlan.network, natZones } });
    assert.equal(only(one, "aws:ec2/natGateway:NatGateway").inputs["subnetId"], "aws-usw2-0-network-public-usw2-az1-id");
    const addresses = ofType(one, "aws:ec2/eip:Eip").filter(({ name }) => name.includes("-nat-"));
    assert.equal(addresses.length, 1);
    for (const { id } of eksPlan.network.zones) {
      const route = only(one, "aws:ec2/route:Route", `aws-usw2-0-network-private-default-route-${id}`);
      assert.equal(route.inputs["natGatewayId"], "aws-usw2-0-network-nat-usw2-az1-id");
    }
  });

  it("keeps the internet gateway until every NAT gateway is gone", () => {
    const internet = only(recording, "aws:ec2/internetGateway:InternetGateway");
    const gateways = ofType(recording, "aws:ec2/natGateway:NatGateway");
    assert.equal(gateways.length, 3);
    for (const nat of gateways) assertWaits(recording, nat, internet);
  });

  it("CKV2_AWS_12 leaves the VPC's default security group without a rule", () => {
    const { inputs } = only(recording, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
    assert.deepEqual([inputs["ingress"], inputs["egress"]], [[], []]);
  });

  it("CKV2_AWS_11 records all traffic of the VPC in the cluster's encrypted group", () => {
    const { inputs } = only(recording, "aws:ec2/flowLog:FlowLog");
    assert.deepEqual([inputs["vpcId"], inputs["trafficType"]], ["aws-usw2-0-network-vpc-id", "ALL"]);
    assert.equal(inputs["logDestination"], flowGroup);
    assert.equal(inputs["iamRoleArn"], "arn:aws:iam::111111111111:role/gateway-prod-aws-usw2-0-flow-logs");
  });

  it("lets the flow logs of this account write to that group, and neither make it nor touch another", () => {
    const role = only(recording, "aws:iam/role:Role", "aws-usw2-0-network-flow-logs-role");
    const trust = statementOf(role.inputs["assumeRolePolicy"]);
    assert.deepEqual(at(trust, "Principal"), { Service: "vpc-flow-logs.amazonaws.com" });
    assert.deepEqual(at(trust, "Condition"), {
      StringEquals: { "aws:SourceAccount": "111111111111" },
      ArnLike: { "aws:SourceArn": "arn:aws:ec2:us-west-2:111111111111:vpc-flow-log/*" },
    });
    const policy = only(recording, "aws:iam/rolePolicy:RolePolicy", "aws-usw2-0-network-flow-logs-policy");
    const { Statement: allowed } = JSON.parse(String(policy.inputs["policy"])) as { readonly Statement: readonly unknown[] };
    assert.deepEqual(allowed, [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        Resource: [flowGroup, `${flowGroup}:*`],
      },
      // Takes no resource.
      { Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
    ]);
    assertWaits(recording, only(recording, "aws:ec2/flowLog:FlowLog"), policy);
  });

  it("reaches S3 without its NAT gateways from every private subnet, always", async () => {
    for (const privateServices of [["sts"], []]) {
      const recorded = await recordEks({ ...eksPlan, network: { ...eksPlan.network, privateServices } });
      const { inputs } = only(recorded, endpointType, "aws-usw2-0-network-endpoint-s3");
      assert.deepEqual([inputs["serviceName"], inputs["vpcEndpointType"]], ["com.amazonaws.us-west-2.s3", "Gateway"]);
      assert.deepEqual(
        inputs["routeTableIds"],
        eksPlan.network.zones.map(({ id }) => `aws-usw2-0-network-private-routes-${id}-id`),
      );
    }
  });

  it("gives each planned service an address in every private subnet, under the name by which everybody calls it", async () => {
    const privateServices = ["ecr.api", "sts"];
    const recorded = await recordEks({ ...eksPlan, network: { ...eksPlan.network, privateServices } });
    const interfaces = ofType(recorded, endpointType).filter(({ inputs }) => inputs["vpcEndpointType"] === "Interface");
    assert.deepEqual(
      interfaces.map(({ name, inputs }) => [name, inputs["serviceName"]]),
      [
        ["aws-usw2-0-network-endpoint-ecr-api", "com.amazonaws.us-west-2.ecr.api"],
        ["aws-usw2-0-network-endpoint-sts", "com.amazonaws.us-west-2.sts"],
      ],
    );
    for (const { inputs } of interfaces) {
      assert.equal(inputs["privateDnsEnabled"], true);
      assert.deepEqual(
        inputs["subnetIds"],
        eksPlan.network.zones.map(({ id }) => `aws-usw2-0-network-private-${id}-id`),
      );
      assert.deepEqual(inputs["securityGroupIds"], ["aws-usw2-0-network-endpoints-id"]);
    }
  });

  it("lets HTTPS in to those addresses from the VPC, and nothing else in or out", () => {
    const group = only(recording, "aws:ec2/securityGroup:SecurityGroup");
    assert.deepEqual([group.inputs["ingress"], group.inputs["egress"]], [undefined, undefined], "rules are resources of their own");
    const rule = only(recording, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    assert.deepEqual(
      ["securityGroupId", "cidrIpv4", "ipProtocol", "fromPort", "toPort"].map((key) => rule.inputs[key]),
      ["aws-usw2-0-network-endpoints-id", "10.0.0.0/18", "tcp", 443, 443],
    );
    assert.equal(rule.inputs["description"], "HTTPS from nodes and pods", "CKV_AWS_23");
    assert.deepEqual(ofType(recording, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"), []);
  });

  it("has neither addresses nor a group for them where the plan has no such service", async () => {
    const without = await recordEks({ ...eksPlan, network: { ...eksPlan.network, privateServices: [] } });
    assert.equal(ofType(without, endpointType).length, 1);
    assert.deepEqual(ofType(without, "aws:ec2/securityGroup:SecurityGroup"), []);
  });

  it("goes before the control plane's log group, which EKS would make again with its last lines", () => {
    const group = only(recording, "aws:cloudwatch/logGroup:LogGroup", "aws-usw2-0-logs-control-plane");
    assertWaits(recording, only(recording, "aws:ec2/vpc:Vpc"), group);
  });

  it("names nothing by position: a zone that comes first in the plan renames no other zone's resources", async () => {
    const zones = [{ id: "usw2-az4", privateCidr: "10.0.24.0/21", publicCidr: "10.0.59.0/24" }, ...eksPlan.network.zones];
    const natZones = { "usw2-az4": "usw2-az4", ...eksPlan.network.natZones };
    const after = await recordEks({ ...eksPlan, network: { ...eksPlan.network, zones, natZones } });
    const urns = new Set(after.resources.map(({ urn }) => urn));
    assert.deepEqual(
      recording.resources.filter(({ urn }) => !urns.has(urn)),
      [],
    );
    assert.ok(after.resources.some(({ name }) => name.endsWith("usw2-az4")));
  });

  it("tags everything that AWS can tag", () => {
    const taggable = [
      "vpc:Vpc",
      "subnet:Subnet",
      "internetGateway:InternetGateway",
      "natGateway:NatGateway",
      "eip:Eip",
      "routeTable:RouteTable",
      "vpcEndpoint:VpcEndpoint",
      "securityGroup:SecurityGroup",
      "flowLog:FlowLog",
    ];
    for (const { name, inputs } of taggable.flatMap((type) => ofType(recording, `aws:ec2/${type}`))) {
      assert.equal(at(inputs, "tags", "owner"), "platform", name);
      assert.equal(at(inputs, "tags", "Name"), name);
    }
  });
});

const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";
const flowGroup = "arn:aws:logs:us-west-2:111111111111:log-group:/aws/vpc-flow-logs/gateway-prod-aws-usw2-0";

/** The only one of a policy. */
function statementOf(policy: unknown): unknown {
  const { Statement } = JSON.parse(String(policy)) as { Statement: unknown[] };
  assert.equal(Statement.length, 1);
  return Statement[0];
}
