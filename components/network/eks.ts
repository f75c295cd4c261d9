import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlan, EksZonePlan } from "../../stacks/plan/fleetPlan";

export interface EksNetworkArgs {
  readonly plan: EksPlan;
}

/** Subnet ids by physical zone id, in the plan's order. */
export type SubnetIds = Readonly<Record<string, pulumi.Output<string>>>;

/**
 * A VPC of its own for one cluster: per zone a private subnet for nodes and pods and a public one for the NAT gateway and the load balancer.
 * Every zone has its own way out, so that a lost zone takes no other zone's egress with it.
 * https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export class EksNetwork extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly privateSubnetIds: SubnetIds;
  readonly publicSubnetIds: SubnetIds;
  /** The nodes' way out: must exist before them and outlive them. */
  readonly egress: readonly pulumi.Resource[];
  /** The load balancer's way in: must exist before it and outlive it. */
  readonly ingress: readonly pulumi.Resource[];

  constructor(name: string, { plan }: EksNetworkArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:network:EksNetwork", name, {}, opts);
    const scope: Scope = { name, tags: plan.tags, child: { parent: this } };

    const vpc = createVpc(scope, plan.network.vpcCidr);
    closeDefaultSecurityGroup(scope, vpc);
    const internet = createInternetGateway(scope, vpc);
    const publicTable = createPublicRouteTable(scope, vpc, internet);
    const zones = plan.network.zones.map((zone) => createZone(scope, zone, { vpc, internet, publicTable }));

    this.vpcId = vpc.id;
    this.privateSubnetIds = Object.fromEntries(zones.map(({ id, privateSubnet }) => [id, privateSubnet.id]));
    this.publicSubnetIds = Object.fromEntries(zones.map(({ id, publicSubnet }) => [id, publicSubnet.id]));
    this.egress = zones.flatMap(({ egress }) => egress);
    this.ingress = [publicTable.route, ...zones.flatMap(({ ingress }) => ingress)];
    this.registerOutputs({ vpcId: this.vpcId, privateSubnetIds: this.privateSubnetIds, publicSubnetIds: this.publicSubnetIds });
  }
}

/** What every child of the network shares. */
interface Scope {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly child: pulumi.CustomResourceOptions;
}

interface PublicRouteTable {
  readonly table: aws.ec2.RouteTable;
  readonly route: aws.ec2.Route;
}

interface Surroundings {
  readonly vpc: aws.ec2.Vpc;
  readonly internet: aws.ec2.InternetGateway;
  readonly publicTable: PublicRouteTable;
}

interface Zone {
  readonly id: string;
  readonly publicSubnet: aws.ec2.Subnet;
  readonly privateSubnet: aws.ec2.Subnet;
  readonly ingress: readonly pulumi.Resource[];
  readonly egress: readonly pulumi.Resource[];
}

const anywhere = "0.0.0.0/0";

function createVpc({ name, tags, child }: Scope, cidrBlock: string): aws.ec2.Vpc {
  return new aws.ec2.Vpc(
    `${name}-vpc`,
    { cidrBlock, enableDnsSupport: true, enableDnsHostnames: true, tags: { ...tags, Name: `${name}-vpc` } },
    child,
  );
}

/** AWS never deletes the group it makes with a VPC; without rules nothing that joins it by mistake can be reached. */
function closeDefaultSecurityGroup({ name, tags, child }: Scope, vpc: aws.ec2.Vpc): void {
  new aws.ec2.DefaultSecurityGroup(
    `${name}-default-security-group`,
    { vpcId: vpc.id, ingress: [], egress: [], tags: { ...tags, Name: `${name}-default-security-group` } },
    child,
  );
}

function createInternetGateway({ name, tags, child }: Scope, vpc: aws.ec2.Vpc): aws.ec2.InternetGateway {
  return new aws.ec2.InternetGateway(
    `${name}-internet-gateway`,
    { vpcId: vpc.id, tags: { ...tags, Name: `${name}-internet-gateway` } },
    child,
  );
}

function createPublicRouteTable({ name, tags, child }: Scope, vpc: aws.ec2.Vpc, internet: aws.ec2.InternetGateway): PublicRouteTable {
  const table = new aws.ec2.RouteTable(`${name}-public-routes`, { vpcId: vpc.id, tags: { ...tags, Name: `${name}-public-routes` } }, child);
  const route = new aws.ec2.Route(
    `${name}-public-default-route`,
    { routeTableId: table.id, destinationCidrBlock: anywhere, gatewayId: internet.id },
    child,
  );
  return { table, route };
}

function createZone(scope: Scope, zone: EksZonePlan, { vpc, internet, publicTable }: Surroundings): Zone {
  const publicSubnet = createSubnet(scope, vpc, { zone: zone.id, role: "public", cidrBlock: zone.publicCidr, loadBalancers: "elb" });
  const privateSubnet = createSubnet(scope, vpc, {
    zone: zone.id,
    role: "private",
    cidrBlock: zone.privateCidr,
    loadBalancers: "internal-elb",
  });
  const inbound = associate(scope, `public-association-${zone.id}`, publicSubnet, publicTable.table);
  const egress = createEgress(scope, zone.id, vpc, createNatGateway(scope, zone.id, publicSubnet, internet), privateSubnet);
  return { id: zone.id, publicSubnet, privateSubnet, ingress: [inbound], egress };
}

interface SubnetSpec {
  readonly zone: string;
  readonly role: "public" | "private";
  readonly cidrBlock: string;
  /** Which load balancers a controller may place here. https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html */
  readonly loadBalancers: "elb" | "internal-elb";
}

function createSubnet({ name, tags, child }: Scope, vpc: aws.ec2.Vpc, spec: SubnetSpec): aws.ec2.Subnet {
  const subnet = `${name}-${spec.role}-${spec.zone}`;
  return new aws.ec2.Subnet(
    subnet,
    {
      vpcId: vpc.id,
      availabilityZoneId: spec.zone,
      cidrBlock: spec.cidrBlock,
      mapPublicIpOnLaunch: false,
      tags: { ...tags, Name: subnet, [`kubernetes.io/role/${spec.loadBalancers}`]: "1" },
    },
    child,
  );
}

function createNatGateway(
  { name, tags, child }: Scope,
  zone: string,
  subnet: aws.ec2.Subnet,
  internet: aws.ec2.InternetGateway,
): aws.ec2.NatGateway {
  const address = new aws.ec2.Eip(
    `${name}-nat-address-${zone}`,
    { domain: "vpc", tags: { ...tags, Name: `${name}-nat-address-${zone}` } },
    child,
  );
  return new aws.ec2.NatGateway(
    `${name}-nat-${zone}`,
    { allocationId: address.id, subnetId: subnet.id, tags: { ...tags, Name: `${name}-nat-${zone}` } },
    // A public NAT gateway needs the VPC's internet gateway, and keeps it from being detached.
    { ...child, dependsOn: [internet] },
  );
}

function createEgress(
  scope: Scope,
  zone: string,
  vpc: aws.ec2.Vpc,
  nat: aws.ec2.NatGateway,
  subnet: aws.ec2.Subnet,
): readonly pulumi.Resource[] {
  const { name, tags, child } = scope;
  const table = new aws.ec2.RouteTable(
    `${name}-private-routes-${zone}`,
    { vpcId: vpc.id, tags: { ...tags, Name: `${name}-private-routes-${zone}` } },
    child,
  );
  const route = new aws.ec2.Route(
    `${name}-private-default-route-${zone}`,
    { routeTableId: table.id, destinationCidrBlock: anywhere, natGatewayId: nat.id },
    child,
  );
  return [route, associate(scope, `private-association-${zone}`, subnet, table)];
}

function associate({ name, child }: Scope, role: string, subnet: aws.ec2.Subnet, table: aws.ec2.RouteTable): aws.ec2.RouteTableAssociation {
  return new aws.ec2.RouteTableAssociation(`${name}-${role}`, { subnetId: subnet.id, routeTableId: table.id }, child);
}
