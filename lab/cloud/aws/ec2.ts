import { CloudError } from "../../provider/backend";
import { contains, overlaps, prefixOf } from "../cidr";
import { awsId, digitsOf } from "../ids";
import type { Draft, Problem, ResourceModel, Subject } from "../model";
import { named, usersOf, type Use } from "../users";
import { has, text } from "../values";
import { regionCode, zoneId, zoneName } from "./zones";

const vpc: ResourceModel = {
  type: "aws:ec2/vpc:Vpc",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html",
  seconds: { create: 8 },
  createOnly: ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "region"],
  defaults: (inputs) => ({ instanceTenancy: inputs["instanceTenancy"] ?? "default", enableDnsSupport: inputs["enableDnsSupport"] ?? true }),
  limits: (inputs) => [...needsOne(inputs, ["cidrBlock", "ipv4IpamPoolId"]), ...blockSize(inputs, "cidrBlock")],
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
    ]),
    ...loadBalancersIn(subject, subject.id),
  ],
};

const subnet: ResourceModel = {
  type: "aws:ec2/subnet:Subnet",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html",
  seconds: { create: 2 },
  required: ["vpcId"],
  createOnly: [
    "vpcId",
    "cidrBlock",
    "availabilityZone",
    "availabilityZoneId",
    "ipv4IpamPoolId",
    "ipv4NetmaskLength",
    "ipv6Native",
    "outpostArn",
    "region",
  ],
  limits: (inputs) => [
    ...blockSize(inputs, "cidrBlock"),
    ...(has(inputs, "availabilityZone") && has(inputs, "availabilityZoneId")
      ? [problem("availabilityZoneId", "conflicts with availabilityZone: give one of them")]
      : []),
  ],
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
    ]),
    ...loadBalancersIn(subject, text(subject.inputs, "vpcId")),
  ],
};

const internetGateway: ResourceModel = {
  type: "aws:ec2/internetGateway:InternetGateway",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachInternetGateway.html",
  createOnly: ["region"],
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

const eip: ResourceModel = {
  type: "aws:ec2/eip:Eip",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllocateAddress.html",
  createOnly: ["address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool", "region"],
  defaults: (inputs) => ({ domain: inputs["domain"] ?? "vpc" }),
  provision: ({ cloud }) => ({ id: awsId("eipalloc"), address: cloud.allocateAddress() }),
  id: randomId,
  outputs: {
    arn: arn("elastic-ip"),
    allocationId: ({ id }) => id,
    publicIp: hidden("address"),
    publicDns: ({ hidden: facts, account }) => `ec2-${text(facts, "address").replaceAll(".", "-")}.${account.region}.compute.amazonaws.com`,
  },
  deleteBlockedBy(subject) {
    const address = text(subject.hidden, "address");
    const gateways = usersOf(subject, [subject.id], [{ type: "aws:ec2/natGateway:NatGateway", path: "allocationId" }]);
    const balancers = subject.cloud.loadBalancers().filter(({ addresses }) => addresses.includes(address));
    const users = [
      ...(gateways.length === 0 ? [] : [named(gateways)]),
      ...balancers.map(({ id, cluster }) => `the load balancer ${id} of cluster ${cluster}`),
    ];
    return users.map((user) => `InvalidIPAddress.InUse: Address ${address} (${subject.id}) is in use by ${user}`);
  },
};

const natGateway: ResourceModel = {
  type: "aws:ec2/natGateway:NatGateway",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html",
  seconds: { create: 105, delete: 58 },
  createOnly: ["allocationId", "availabilityMode", "connectivityType", "privateIp", "subnetId", "vpcId", "region"],
  defaults: (inputs) => ({ connectivityType: inputs["connectivityType"] ?? "public" }),
  limits: (inputs) => [
    ...needsOne(inputs, ["subnetId", "vpcId"]),
    ...(text(inputs, "connectivityType") === "public" && has(inputs, "subnetId") && !has(inputs, "allocationId")
      ? [problem("allocationId", "a public NAT gateway needs an elastic IP")]
      : []),
    ...(text(inputs, "connectivityType") === "private" && has(inputs, "allocationId")
      ? [problem("allocationId", "a private NAT gateway takes no elastic IP")]
      : []),
  ],
  refs: [
    { path: "subnetId", to: [{ type: subnet.type, output: "id" }] },
    { path: "allocationId", to: [{ type: eip.type, output: "id" }] },
  ],
  admit(draft) {
    const allocation = text(draft.inputs, "allocationId");
    const [taken] = usersOf(draft, [allocation], [{ type: natGateway.type, path: "allocationId" }]);
    if (taken !== undefined)
      throw new CloudError(`Resource.AlreadyAssociated: Elastic IP address [${allocation}] is already associated with ${taken.id}`);
  },
  provision: () => ({ id: awsId("nat"), interface: awsId("eni"), association: awsId("eipassoc") }),
  id: randomId,
  outputs: {
    networkInterfaceId: hidden("interface"),
    associationId: hidden("association"),
    publicIp: ({ inputs, cloud }) => text(cloud.get(eip.type, text(inputs, "allocationId"))?.outputs ?? {}, "publicIp"),
  },
};

const routeTable: ResourceModel = {
  type: "aws:ec2/routeTable:RouteTable",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRouteTable.html",
  required: ["vpcId"],
  createOnly: ["vpcId", "region"],
  sets: ["routes", "propagatingVgws"],
  refs: [
    { path: "vpcId", to: [{ type: vpc.type, output: "id" }] },
    { path: "routes[*].gatewayId", to: [{ type: internetGateway.type, output: "id" }] },
    { path: "routes[*].natGatewayId", to: [{ type: natGateway.type, output: "id" }] },
  ],
  provision: () => ({ id: awsId("rtb") }),
  id: randomId,
  outputs: { arn: arn("route-table"), ownerId: owner },
};

const targets = [
  "gatewayId",
  "natGatewayId",
  "vpcEndpointId",
  "networkInterfaceId",
  "transitGatewayId",
  "vpcPeeringConnectionId",
  "egressOnlyGatewayId",
  "carrierGatewayId",
];
const destinations = ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"];

const route: ResourceModel = {
  type: "aws:ec2/route:Route",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html",
  required: ["routeTableId"],
  createOnly: ["routeTableId", ...destinations, "region"],
  limits: (inputs) => [...needsOne(inputs, destinations), ...needsOne(inputs, targets)],
  refs: [
    {
      path: "routeTableId",
      to: [
        { type: routeTable.type, output: "id" },
        { type: vpc.type, output: "mainRouteTableId" },
      ],
    },
    { path: "gatewayId", to: [{ type: internetGateway.type, output: "id" }] },
    { path: "natGatewayId", to: [{ type: natGateway.type, output: "id" }] },
  ],
  // A destination is unique in its table.
  id: ({ inputs }) => `r-${text(inputs, "routeTableId")}${digitsOf(destinations.map((path) => text(inputs, path)).join(), 10)}`,
  outputs: { origin: () => "CreateRoute", state: () => "active" },
};

const routeTableAssociation: ResourceModel = {
  type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html",
  required: ["routeTableId"],
  createOnly: ["subnetId", "gatewayId", "region"],
  limits: (inputs) => needsOne(inputs, ["subnetId", "gatewayId"]),
  refs: [
    { path: "routeTableId", to: [{ type: routeTable.type, output: "id" }] },
    { path: "subnetId", to: [{ type: subnet.type, output: "id" }] },
  ],
  admit(draft) {
    const of = text(draft.inputs, "subnetId");
    const [taken] = of === "" ? [] : usersOf(draft, [of], [{ type: routeTableAssociation.type, path: "subnetId" }]);
    if (taken !== undefined)
      throw new CloudError(
        `Resource.AlreadyAssociated: the specified association for subnet ${of} conflicts with the existing ${taken.id}`,
      );
  },
  provision: () => ({ id: awsId("rtbassoc") }),
  id: randomId,
};

export const ec2: readonly ResourceModel[] = [vpc, subnet, internetGateway, eip, natGateway, routeTable, route, routeTableAssociation];

export function randomId({ hidden: facts }: Pick<Subject, "hidden">): string {
  return text(facts, "id");
}

export function hidden(key: string): (subject: Subject) => string {
  return ({ hidden: facts }) => text(facts, key);
}

export function owner({ account }: Draft): string {
  return account.owner;
}

/** ARN of a resource that EC2 calls by its id. */
export function arn(kind: string): (subject: Subject) => string {
  return ({ account, id }) => `arn:aws:ec2:${account.region}:${account.owner}:${kind}/${id}`;
}

export function dependencies(subject: Subject, kind: string, uses: readonly Use[]): readonly string[] {
  const users = usersOf(subject, [subject.id], uses);
  return users.length === 0
    ? []
    : [`DependencyViolation: The ${kind} '${subject.id}' has dependencies and cannot be deleted: ${named(users)}`];
}

/** Load balancers of Services keep interfaces in the network, also when their cluster is gone. */
function loadBalancersIn({ cloud, id }: Subject, network: string): readonly string[] {
  const standing = cloud.loadBalancers().filter(({ cluster }) => cloud.networkOf(cluster) === network);
  return standing.map(
    (balancer) =>
      `DependencyViolation: '${id}' has dependencies and cannot be deleted: the load balancer ${balancer.id} of cluster ${balancer.cluster}`,
  );
}

function problem(property: string, reason: string): Problem {
  return { property, reason };
}

export function needsOne(inputs: Draft["inputs"], properties: readonly string[]): readonly Problem[] {
  const given = properties.filter((property) => has(inputs, property));
  const [first = ""] = properties;
  return given.length === 1
    ? []
    : [
        problem(
          given[1] ?? first,
          `exactly one of ${properties.join(", ")} must be given, not ${given.length === 0 ? "none" : given.join(" and ")}`,
        ),
      ];
}

function blockSize(inputs: Draft["inputs"], property: string): readonly Problem[] {
  const block = text(inputs, property);
  const prefix = prefixOf(block);
  if (block === "" || (prefix !== undefined && prefix >= 16 && prefix <= 28)) return [];
  return [problem(property, `${block} is no block between /16 and /28`)];
}
