import * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";
import type { EksNetworkPlan, EksZonePlan } from "../../../plan/model/eks";
import { namedTags, type Scope } from "./scope";

/** What an EKS network has in each zone: two subnets, and the private one's way out. */

export interface ZoneSubnets {
  readonly id: string;
  readonly publicSubnet: ec2.Subnet;
  readonly privateSubnet: ec2.Subnet;
}

export interface PublicRouteTable {
  readonly table: ec2.RouteTable;
  readonly route: ec2.Route;
}

export interface Egress {
  readonly table: ec2.RouteTable;
  readonly route: ec2.Route;
  readonly association: ec2.RouteTableAssociation;
}

export interface NatGateways {
  /** By the zone whose nodes leave through them. */
  readonly byZone: ReadonlyMap<string, ec2.NatGateway>;
  readonly addresses: readonly pulumi.Output<string>[];
}

export function createSubnets(scope: Scope, vpc: ec2.Vpc, { id, publicCidr, privateCidr }: EksZonePlan): ZoneSubnets {
  const publicSubnet = createSubnet(scope, vpc, { zone: id, role: "public", cidrBlock: publicCidr, loadBalancers: "elb" });
  const privateSubnet = createSubnet(scope, vpc, { zone: id, role: "private", cidrBlock: privateCidr, loadBalancers: "internal-elb" });
  return { id, publicSubnet, privateSubnet };
}

interface SubnetSpec {
  readonly zone: string;
  readonly role: "public" | "private";
  readonly cidrBlock: string;
  /** Which load balancers a controller may place here. https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html */
  readonly loadBalancers: "elb" | "internal-elb";
}

function createSubnet(scope: Scope, vpc: ec2.Vpc, { zone, role, cidrBlock, loadBalancers }: SubnetSpec): ec2.Subnet {
  const name = `${scope.name}-${role}-${zone}`;
  return new ec2.Subnet(
    name,
    {
      vpcId: vpc.id,
      availabilityZoneId: zone,
      cidrBlock,
      mapPublicIpOnLaunch: false,
      tags: { ...namedTags(scope, name), [`kubernetes.io/role/${loadBalancers}`]: "1" },
    },
    scope.child,
  );
}

export function openInward(scope: Scope, { id, publicSubnet }: ZoneSubnets, { table }: PublicRouteTable): ec2.RouteTableAssociation {
  return associate(scope, `public-association-${id}`, publicSubnet, table);
}

export function createNatGateways(
  scope: Scope,
  zones: readonly ZoneSubnets[],
  natZones: EksNetworkPlan["natZones"],
  internet: ec2.InternetGateway,
): NatGateways {
  const homes = new Set(Object.values(natZones));
  const made = new Map(
    zones.filter(({ id }) => homes.has(id)).map(({ id, publicSubnet }) => [id, createNatGateway(scope, id, publicSubnet, internet)]),
  );
  const byZone = Object.entries(natZones).flatMap(([zone, home]) => {
    const gateway = made.get(home)?.gateway;
    return gateway === undefined ? [] : [[zone, gateway] as const];
  });
  return { byZone: new Map(byZone), addresses: [...made.values()].map(({ address }) => address.publicIp) };
}

interface NatGateway {
  readonly gateway: ec2.NatGateway;
  readonly address: ec2.Eip;
}

function createNatGateway(scope: Scope, zone: string, subnet: ec2.Subnet, internet: ec2.InternetGateway): NatGateway {
  const { protect, child } = scope;
  const addressName = `${scope.name}-nat-address-${zone}`;
  const address = new ec2.Eip(addressName, { domain: "vpc", tags: namedTags(scope, addressName) }, { ...child, protect });
  const name = `${scope.name}-nat-${zone}`;
  const gateway = new ec2.NatGateway(
    name,
    { allocationId: address.id, subnetId: subnet.id, tags: namedTags(scope, name) },
    // A public NAT gateway needs the VPC's internet gateway, and keeps it from being detached.
    { ...child, dependsOn: [internet] },
  );
  return { gateway, address };
}

export function openOutward(scope: Scope, vpc: ec2.Vpc, { id, privateSubnet }: ZoneSubnets, natGateways: NatGateways["byZone"]): Egress {
  const nat = natGateways.get(id);
  if (nat === undefined) throw new Error(`the plan gives zone ${id} no NAT gateway`);
  const name = `${scope.name}-private-routes-${id}`;
  const table = new ec2.RouteTable(name, { vpcId: vpc.id, tags: namedTags(scope, name) }, scope.child);
  const route = new ec2.Route(
    `${scope.name}-private-default-route-${id}`,
    { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
    scope.child,
  );
  return { table, route, association: associate(scope, `private-association-${id}`, privateSubnet, table) };
}

function associate({ name, child }: Scope, role: string, subnet: ec2.Subnet, table: ec2.RouteTable): ec2.RouteTableAssociation {
  return new ec2.RouteTableAssociation(`${name}-${role}`, { subnetId: subnet.id, routeTableId: table.id }, child);
}
