import assert from "node:assert/strict";
import type { Recording } from "../../../cli/plan/record";
import { eksPlan, recordEks, zonePlan } from "../fixtures/eks";
import { assertWaits } from "../fixtures/order";
import { at, ofType, only } from "../fixtures/recording";

describe("EksNetwork", () => {
  let recording: Recording;
  before(async () => {
    recording = await recordEks();
  });

  it("S0.102 gives AWS a VPC with a public and a private subnet in each of several zones, by physical zone id", () => {
    const { inputs } = only(recording, "aws:ec2/vpc:Vpc");
    assert.equal(inputs["cidrBlock"], "10.0.0.0/18");
    assert.equal(inputs["enableDnsSupport"], true);
    assert.equal(inputs["enableDnsHostnames"], true);
    assert.deepEqual(
      ofType(recording, "aws:ec2/subnet:Subnet").map(({ name, inputs }) => [name, inputs["availabilityZoneId"], inputs["cidrBlock"]]),
      [
        ["aws-usw2-network-public-usw2-az1", "usw2-az1", "10.0.48.0/24"],
        ["aws-usw2-network-private-usw2-az1", "usw2-az1", "10.0.0.0/20"],
        ["aws-usw2-network-public-usw2-az2", "usw2-az2", "10.0.49.0/24"],
        ["aws-usw2-network-private-usw2-az2", "usw2-az2", "10.0.16.0/20"],
        ["aws-usw2-network-public-usw2-az3", "usw2-az3", "10.0.50.0/24"],
        ["aws-usw2-network-private-usw2-az3", "usw2-az3", "10.0.32.0/20"],
      ],
    );
  });

  it("puts internet-facing balancers in public subnets and internal ones in private subnets, and gives no machine a public address", () => {
    for (const { name, inputs } of ofType(recording, "aws:ec2/subnet:Subnet")) {
      const [role, other] = name.includes("-public-") ? ["elb", "internal-elb"] : ["internal-elb", "elb"];
      assert.equal(at(inputs, "tags", `kubernetes.io/role/${role}`), "1", name);
      assert.equal(at(inputs, "tags", `kubernetes.io/role/${other}`), undefined, name);
      assert.equal(inputs["mapPublicIpOnLaunch"], false, name);
    }
  });

  it("sends each private subnet out through its own zone's NAT gateway, on an address of its own", () => {
    for (const { id } of eksPlan.network.zones) {
      const nat = only(recording, "aws:ec2/natGateway:NatGateway", `aws-usw2-network-nat-${id}`);
      assert.equal(nat.inputs["subnetId"], `aws-usw2-network-public-${id}-id`);
      assert.equal(nat.inputs["allocationId"], `aws-usw2-network-nat-address-${id}-id`);
      const route = only(recording, "aws:ec2/route:Route", `aws-usw2-network-private-default-route-${id}`);
      assert.equal(route.inputs["destinationCidrBlock"], "0.0.0.0/0");
      assert.equal(route.inputs["natGatewayId"], `aws-usw2-network-nat-${id}-id`);
      const association = only(
        recording,
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        `aws-usw2-network-private-association-${id}`,
      );
      assert.deepEqual(association.inputs, { subnetId: `aws-usw2-network-private-${id}-id`, routeTableId: route.inputs["routeTableId"] });
    }
  });

  it("keeps the internet gateway until every NAT gateway is gone", () => {
    const internet = only(recording, "aws:ec2/internetGateway:InternetGateway");
    const gateways = ofType(recording, "aws:ec2/natGateway:NatGateway");
    assert.equal(gateways.length, 3);
    for (const nat of gateways) assertWaits(recording, nat, internet);
  });

  it("leaves the VPC's default security group without a rule", () => {
    const { inputs } = only(recording, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
    assert.deepEqual([inputs["ingress"], inputs["egress"]], [[], []]);
  });

  it("names nothing by position: a zone that comes first in the plan renames no other zone's resources", async () => {
    const zones = [zonePlan("usw2-az4", 9), ...eksPlan.network.zones];
    const after = await recordEks({ ...eksPlan, network: { ...eksPlan.network, zones } });
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
    ];
    for (const { name, inputs } of taggable.flatMap((type) => ofType(recording, `aws:ec2/${type}`))) {
      assert.equal(at(inputs, "tags", "owner"), "platform", name);
      assert.equal(at(inputs, "tags", "Name"), name);
    }
  });
});
