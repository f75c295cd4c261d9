import { CloudError } from "../../../provider/backend";
import { contains, overlaps } from "../../../../facts/rules/cidr";
import { awsId } from "../../shared/ids";
import type { ResourceModel } from "../../simulator/model";
import { named, usersOf } from "../../shared/users";
import { text } from "../../../../facts/properties/select";
import { arn, dependencies, hidden, loadBalancersIn, owner, randomId } from "../common";
import { regionCode, zoneId, zoneName } from "./zones";

const vpc: ResourceModel = {
  type: "aws:ec2/vpc:Vpc",
  seconds: { create: 8 },
  provision: () => ({ id: awsId("vpc"), group: awsId("sg"), table: awsId("rtb"), acl: awsId("acl") }),
  id: randomId,
  outputs: {
    arn: arn("vpc"),
    ownerId: owner,
    defaultSecurityGroupId: hidden("group"),
    defaultRouteTableId: hidden("table"),
    mainRouteTableId: hidden("table"),
    defaultNetworkAclId: hidden("acl"),
  },
  deleteBlockedBy: (subject) => [
    ...dependencies(subject, "vpc", [
      { type: "aws:ec2/subnet:Subnet", path: "vpcId" },
      { type: "aws:ec2/internetGateway:InternetGateway", path: "vpcId" },
      { type: "aws:ec2/routeTable:RouteTable", path: "vpcId" },
      { type: "aws:ec2/securityGroup:SecurityGroup", path: "vpcId" },
      { type: "aws:ec2/vpcEndpoint:VpcEndpoint", path: "vpcId" },
    ]),
    ...loadBalancersIn(subject, subject.id),
  ],
};

const subnet: ResourceModel = {
  type: "aws:ec2/subnet:Subnet",
  seconds: { create: 2 },
  refs: [{ path: "vpcId", to: [{ type: vpc.type, output: "id" }] }],
  admit(draft) {
    const { inputs, cloud, account } = draft;
    const [block, network, zone] = [text(inputs, "cidrBlock"), text(inputs, "vpcId"), text(inputs, "availabilityZoneId")];
    const range = text(cloud.get(vpc.type, network)?.inputs ?? {}, "cidrBlock");
    if (!contains(range, block))
      throw new CloudError(`InvalidSubnet.Range: The CIDR '${block}' is invalid: it does not lie within the VPC's ${range}`);
    const taken = cloud
      .byType(subnet.type)
      .find((other) => text(other.inputs, "vpcId") === network && overlaps(text(other.inputs, "cidrBlock"), block));
    if (taken !== undefined)
      throw new CloudError(`InvalidSubnet.Conflict: The CIDR '${block}' conflicts with another subnet (${taken.id})`);
    if (zone !== "" && !zone.startsWith(`${regionCode(account.region)}-az`))
      throw new CloudError(`InvalidParameterValue: Value (${zone}) for parameter availabilityZoneId is invalid in ${account.region}`);
  },
  provision: () => ({ id: awsId("subnet") }),
  id: randomId,
  outputs: {
    arn: arn("subnet"),
    ownerId: owner,
    availabilityZone: ({ inputs, account }) =>
      text(inputs, "availabilityZone") || zoneName(account.region, text(inputs, "availabilityZoneId")),
    availabilityZoneId: ({ inputs, account }) =>
      text(inputs, "availabilityZoneId") || zoneId(account.region, text(inputs, "availabilityZone")),
  },
  deleteBlockedBy: (subject) => [
    ...dependencies(subject, "subnet", [
      { type: "aws:ec2/natGateway:NatGateway", path: "subnetId" },
      { type: "aws:eks/cluster:Cluster", path: "vpcConfig.subnetIds[*]" },
      { type: "aws:eks/nodeGroup:NodeGroup", path: "subnetIds[*]" },
      { type: "aws:ec2/vpcEndpoint:VpcEndpoint", path: "subnetIds[*]" },
    ]),
    ...loadBalancersIn(subject, text(subject.inputs, "vpcId")),
  ],
};

const internetGateway: ResourceModel = {
  type: "aws:ec2/internetGateway:InternetGateway",
  refs: [{ path: "vpcId", to: [{ type: vpc.type, output: "id" }] }],
  provision: () => ({ id: awsId("igw") }),
  id: randomId,
  outputs: { arn: arn("internet-gateway"), ownerId: owner },
  deleteBlockedBy(subject) {
    const network = text(subject.inputs, "vpcId");
    const subnets = subject.cloud.byType(subnet.type).filter(({ inputs }) => text(inputs, "vpcId") === network);
    const gateways = usersOf(
      subject,
      subnets.map(({ id }) => id),
      [{ type: "aws:ec2/natGateway:NatGateway", path: "subnetId" }],
    );
    const mapped =
      gateways.length === 0
        ? []
        : [
            `DependencyViolation: Network ${network} has some mapped public address(es) (${named(gateways)}). Please unmap those before detaching the gateway.`,
          ];
    return [...mapped, ...loadBalancersIn(subject, network)];
  },
};

/** Networks: the VPC, its subnets and its door to the internet. */
export const ec2: readonly ResourceModel[] = [vpc, subnet, internetGateway];
