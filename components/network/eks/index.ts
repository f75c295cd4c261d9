import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlan } from "../../../plan/model/eks";
import type { EksLogs } from "../../cluster/eks/logs";
import { createPrivateServices } from "./endpoints";
import { recordFlows } from "./flowLogs";
import { namedTags, type Scope } from "./scope";
import { createNatGateways, createSubnets, openInward, openOutward, type PublicRouteTable } from "./zones";

export interface EksNetworkArgs {
  readonly plan: EksPlan;
  readonly logs: EksLogs;
}

/** Subnet ids by physical zone id, in the plan's order. */
export type SubnetIds = Readonly<Record<string, pulumi.Output<string>>>;

/**
 * A VPC of its own for one cluster: per zone a private subnet for nodes and pods and a public one for the NAT gateway and the load balancer.
 * Where the plan gives every zone its own way out, a lost zone takes no other zone's egress with it.
 * https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export class EksNetwork extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly privateSubnetIds: SubnetIds;
  readonly publicSubnetIds: SubnetIds;
  /** The nodes' ways to what they need outside: must exist before them and outlive them. */
  readonly egress: readonly pulumi.Resource[];
  /** Those that the nodes' traffic comes from. */
  readonly egressAddresses: readonly pulumi.Output<string>[];
  /** The load balancer's way in: must exist before it and outlive it. */
  readonly ingress: readonly pulumi.Resource[];

  constructor(name: string, { plan, logs }: EksNetworkArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:network:EksNetwork", name, {}, opts);
    const { network } = plan;
    const scope: Scope = { name, tags: plan.tags, protect: plan.protect, child: { parent: this } };

    const vpc = createVpc(scope, network.vpcCidr, logs);
    closeDefaultSecurityGroup(scope, vpc);
    recordFlows(scope, { plan, vpc, group: logs.flows });
    const internet = createInternetGateway(scope, vpc);
    const publicTable = createPublicRouteTable(scope, vpc, internet);
    const zones = network.zones.map((zone) => createSubnets(scope, vpc, zone));
    const ingress = zones.map((zone) => openInward(scope, zone, publicTable));
    const natGateways = createNatGateways(scope, zones, network.natZones, internet);
    const egress = zones.map((zone) => openOutward(scope, vpc, zone, natGateways.byZone));
    const services = createPrivateServices(scope, { plan, vpc, subnets: zones, tables: egress.map(({ table }) => table) });

    this.vpcId = vpc.id;
    this.privateSubnetIds = Object.fromEntries(zones.map(({ id, privateSubnet }) => [id, privateSubnet.id]));
    this.publicSubnetIds = Object.fromEntries(zones.map(({ id, publicSubnet }) => [id, publicSubnet.id]));
    this.egress = [...egress.flatMap(({ route, association }) => [route, association]), ...services];
    this.egressAddresses = natGateways.addresses;
    this.ingress = [publicTable.route, ...ingress];
    this.registerOutputs({ vpcId: this.vpcId, privateSubnetIds: this.privateSubnetIds, publicSubnetIds: this.publicSubnetIds });
  }
}

const anywhere = "0.0.0.0/0";

function createVpc(scope: Scope, cidrBlock: string, { controlPlane }: EksLogs): ec2.Vpc {
  const name = `${scope.name}-vpc`;
  return new ec2.Vpc(
    name,
    { cidrBlock, enableDnsSupport: true, enableDnsHostnames: true, tags: namedTags(scope, name) },
    {
      ...scope.child,
      // EKS's last lines come after the cluster is gone, and would make the log group again, without a retention: it goes after the network.
      // https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2763
      dependsOn: [controlPlane],
    },
  );
}

/** AWS never deletes the group it makes with a VPC; without rules nothing that joins it by mistake can be reached. */
function closeDefaultSecurityGroup(scope: Scope, vpc: ec2.Vpc): void {
  const name = `${scope.name}-default-security-group`;
  new ec2.DefaultSecurityGroup(name, { vpcId: vpc.id, ingress: [], egress: [], tags: namedTags(scope, name) }, scope.child);
}

function createInternetGateway(scope: Scope, vpc: ec2.Vpc): ec2.InternetGateway {
  const name = `${scope.name}-internet-gateway`;
  return new ec2.InternetGateway(name, { vpcId: vpc.id, tags: namedTags(scope, name) }, scope.child);
}

function createPublicRouteTable(scope: Scope, vpc: ec2.Vpc, internet: ec2.InternetGateway): PublicRouteTable {
  const name = `${scope.name}-public-routes`;
  const table = new ec2.RouteTable(name, { vpcId: vpc.id, tags: namedTags(scope, name) }, scope.child);
  const route = new ec2.Route(
    `${scope.name}-public-default-route`,
    { routeTableId: table.id, destinationCidrBlock: anywhere, gatewayId: internet.id },
    scope.child,
  );
  return { table, route };
}
