import * as ec2 from "@pulumi/aws/ec2";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import type * as pulumi from "@pulumi/pulumi";
import type { EksPlan } from "../../../plan/model/eks";
import { namedTags, type Scope } from "./scope";
import type { ZoneSubnets } from "./zones";

interface PrivateServicesArgs {
  readonly plan: EksPlan;
  readonly vpc: ec2.Vpc;
  readonly subnets: readonly ZoneSubnets[];
  /** Of the private subnets. */
  readonly tables: readonly ec2.RouteTable[];
}

/**
 * Ways to AWS's own services that do not leave its network. S3 is a route and costs nothing; each planned service has an address in every
 * private subnet, and its public name leads there.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 *
 * @returns what nodes should find when they come
 */
export function createPrivateServices(scope: Scope, args: PrivateServicesArgs): readonly pulumi.Resource[] {
  const storage = createStorageEndpoint(scope, args);
  const { privateServices } = args.plan.network;
  if (privateServices.length === 0) return [storage];
  const { group, rule } = createEndpointGroup(scope, args);
  return [storage, rule, ...privateServices.map((service) => createEndpoint(scope, service, group, args))];
}

/** Images' layers come from S3. https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html */
function createStorageEndpoint(scope: Scope, { plan, vpc, tables }: PrivateServicesArgs): ec2.VpcEndpoint {
  const name = `${scope.name}-endpoint-s3`;
  return new ec2.VpcEndpoint(
    name,
    {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${plan.region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: tables.map(({ id }) => id),
      tags: namedTags(scope, name),
    },
    scope.child,
  );
}

interface EndpointGroup {
  readonly group: ec2.SecurityGroup;
  readonly rule: SecurityGroupIngressRule;
}

/** Lets HTTPS in from the VPC, nodes and pods alike, and nothing out. */
function createEndpointGroup(scope: Scope, { plan, vpc }: PrivateServicesArgs): EndpointGroup {
  const name = `${scope.name}-endpoints`;
  const group = new ec2.SecurityGroup(
    name,
    { vpcId: vpc.id, description: "AWS services inside the VPC", tags: namedTags(scope, name) },
    scope.child,
  );
  const rule = new SecurityGroupIngressRule(
    `${name}-https`,
    {
      securityGroupId: group.id,
      description: "HTTPS from nodes and pods",
      cidrIpv4: plan.network.vpcCidr,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      tags: namedTags(scope, `${name}-https`),
    },
    scope.child,
  );
  return { group, rule };
}

function createEndpoint(
  scope: Scope,
  service: string,
  group: ec2.SecurityGroup,
  { plan, vpc, subnets }: PrivateServicesArgs,
): ec2.VpcEndpoint {
  const name = `${scope.name}-endpoint-${service.replaceAll(".", "-")}`;
  const serviceName = plan.network.endpointNames[service];
  if (serviceName === undefined) throw new Error(`the plan gives the endpoint of ${service} no name`);
  return new ec2.VpcEndpoint(
    name,
    {
      vpcId: vpc.id,
      serviceName,
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: subnets.map(({ privateSubnet }) => privateSubnet.id),
      securityGroupIds: [group.id],
      tags: namedTags(scope, name),
    },
    scope.child,
  );
}
