import type { Properties } from "../properties/values";
import type { PathKeys } from "../properties/path";
import type { Problem, ServiceFacts } from "../resource";
import { count, has, text } from "../properties/select";
import { exactlyOne, inRange, oneOf } from "../rules/limits";
import { prefixOf } from "../rules/cidr";

/** Which inputs a kind of endpoint takes, beside those of all. */
const inputsOfEndpoints: Readonly<Record<string, readonly string[]>> = {
  Gateway: ["routeTableIds"],
  Interface: ["subnetIds", "securityGroupIds", "privateDnsEnabled"],
};

const flowLogSubjects = ["vpcId", "subnetId", "eniId", "transitGatewayId", "transitGatewayAttachmentId", "regionalNatGatewayId"];

const routeTargets = [
  "gatewayId",
  "natGatewayId",
  "vpcEndpointId",
  "networkInterfaceId",
  "transitGatewayId",
  "vpcPeeringConnectionId",
  "egressOnlyGatewayId",
  "carrierGatewayId",
];

export const routeDestinations = ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"];

export const ec2 = {
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/01f431114674c27cf790fafb67ac274bf8f765e1/internal/service/ec2/vpc_default_security_group.go",
    sets: ["ingress", "egress"],
    replaces: ["region", "vpcId"],
    deletesFirst: "never",
  },
  "aws:ec2/eip:Eip": {
    documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllocateAddress.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/01606926a0c0ab9174aec440f976a48b0baee722/internal/service/ec2/ec2_eip.go",
    defaults: (inputs) => ({ domain: inputs["domain"] ?? "vpc" }),
    replaces: ["address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool", "region"],
    deletesFirst: "never",
  },
  "aws:ec2/flowLog:FlowLog": {
    documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/00a35305dc1b297a6fcdecdfbba33f1e63c3da39/internal/service/ec2/vpc_flow_log.go",
    defaults: (inputs) => ({
      logDestinationType: inputs["logDestinationType"] ?? "cloud-watch-logs",
      maxAggregationInterval: inputs["maxAggregationInterval"] ?? 600,
    }),
    limits: (inputs) => {
      const seconds = count(inputs, "maxAggregationInterval");
      return [
        ...exactlyOne(inputs, flowLogSubjects),
        ...oneOf(inputs, "trafficType", ["ACCEPT", "REJECT", "ALL"]),
        ...oneOf(inputs, "logDestinationType", ["cloud-watch-logs", "s3", "kinesis-data-firehose"]),
        ...(has(inputs, "vpcId") && !has(inputs, "trafficType") ? [{ property: "trafficType", reason: "is required for a VPC" }] : []),
        ...(seconds === undefined || seconds === 60 || seconds === 600
          ? []
          : [{ property: "maxAggregationInterval", reason: `${seconds} is neither 60 nor 600` }]),
        ...(text(inputs, "logDestinationType") === "cloud-watch-logs" && !has(inputs, "iamRoleArn")
          ? [{ property: "iamRoleArn", reason: "is required to deliver to CloudWatch Logs" }]
          : []),
      ];
    },
    replaces: [
      "deliverCrossAccountRole",
      "destinationOptions",
      "eniId",
      "iamRoleArn",
      "logDestination",
      "logDestinationType",
      "logFormat",
      "maxAggregationInterval",
      "region",
      "regionalNatGatewayId",
      "subnetId",
      "trafficType",
      "transitGatewayAttachmentId",
      "transitGatewayId",
      "vpcId",
    ],
    deletesFirst: "never",
  },
  "aws:ec2/internetGateway:InternetGateway": {
    documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachInternetGateway.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/08923b68b5ad6fcfdd38362fb5247e39a9b07add/internal/service/ec2/vpc_internet_gateway.go",
    replaces: ["region"],
    deletesFirst: "never",
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/025e4f81cab8553cb052aebfcc5987e2aa8c702a/internal/service/ec2/ec2_launch_template.go",
    name: { property: "name", max: 128, min: 3, pattern: /^[a-zA-Z0-9().\-/_]{3,}$/, auto: "random", unless: "namePrefix" },
    limits: (inputs) => [
      ...inRange(inputs, "metadataOptions.httpPutResponseHopLimit", 1, 64),
      ...oneOf(inputs, "metadataOptions.httpTokens", ["required", "optional"]),
    ],
    sets: ["vpcSecurityGroupIds"],
    replaces: ["name", "namePrefix", "region"],
    deletesFirst: { ifKept: "name" },
    unknownAfter: (changed) => (makesVersion(changed) ? ["latestVersion"] : []),
  },
  "aws:ec2/natGateway:NatGateway": {
    documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html",
    source: "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_nat_gateway.go",
    defaults: (inputs) => ({ connectivityType: inputs["connectivityType"] ?? "public" }),
    limits: (inputs) => [
      ...exactlyOne(inputs, ["subnetId", "vpcId"]),
      ...(text(inputs, "connectivityType") === "public" && has(inputs, "subnetId") && !has(inputs, "allocationId")
        ? [{ property: "allocationId", reason: "a public NAT gateway needs an elastic IP" }]
        : []),
      ...(text(inputs, "connectivityType") === "private" && has(inputs, "allocationId")
        ? [{ property: "allocationId", reason: "a private NAT gateway takes no elastic IP" }]
        : []),
    ],
    replaces: ["allocationId", "availabilityMode", "connectivityType", "privateIp", "region", "subnetId", "vpcId"],
    deletesFirst: "never",
  },
  "aws:ec2/route:Route": {
    documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/0128541e0711766f28540143a9d73738aced60aa/internal/service/ec2/vpc_route.go",
    required: ["routeTableId"],
    limits: (inputs) => [...exactlyOne(inputs, routeDestinations), ...exactlyOne(inputs, routeTargets)],
    replaces: ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId", "region", "routeTableId"],
    deletesFirst: "never",
  },
  "aws:ec2/routeTable:RouteTable": {
    documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRouteTable.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/022092419b7cda11527df3c6b51cbfe1876c1722/internal/service/ec2/vpc_route_table.go",
    required: ["vpcId"],
    sets: ["routes", "propagatingVgws"],
    replaces: ["region", "vpcId"],
    deletesFirst: "never",
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/0be71beb458ad8875e0acc5c91519c0ceeb214aa/internal/service/ec2/vpc_route_table_association.go",
    required: ["routeTableId"],
    limits: (inputs) => exactlyOne(inputs, ["subnetId", "gatewayId"]),
    replaces: ["gatewayId", "region", "subnetId"],
    deletesFirst: "never",
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/01606926a0c0ab9174aec440f976a48b0baee722/internal/service/ec2/vpc_security_group.go",
    name: { property: "name", max: 255, pattern: /^(?!sg-)[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]+$/, auto: "random", unless: "namePrefix" },
    defaults: (inputs) => ({ description: inputs["description"] ?? "Managed by Pulumi" }),
    sets: ["ingress", "egress", "ingress[*].cidrBlocks", "egress[*].cidrBlocks"],
    replaces: ["description", "name", "namePrefix", "region", "vpcId"],
    deletesFirst: { ifKept: "name" },
  },
  "aws:ec2/subnet:Subnet": {
    documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/00cda125a19d31754cb0d073cf551264c57955cb/internal/service/ec2/vpc_subnet.go",
    required: ["vpcId"],
    limits: (inputs) => [
      ...blockSize(inputs, "cidrBlock"),
      ...(has(inputs, "availabilityZone") && has(inputs, "availabilityZoneId")
        ? [{ property: "availabilityZoneId", reason: "conflicts with availabilityZone: give one of them" }]
        : []),
    ],
    replaces: [
      "availabilityZone",
      "availabilityZoneId",
      "cidrBlock",
      "ipv4IpamPoolId",
      "ipv4NetmaskLength",
      "ipv6IpamPoolId",
      "ipv6Native",
      "ipv6NetmaskLength",
      "outpostArn",
      "region",
      "vpcId",
    ],
    deletesFirst: "never",
  },
  "aws:ec2/vpc:Vpc": {
    documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/00081ce41cc691433ac19bf42227cdabffd0454d/internal/service/ec2/vpc_.go",
    defaults: (inputs) => ({
      instanceTenancy: inputs["instanceTenancy"] ?? "default",
      enableDnsSupport: inputs["enableDnsSupport"] ?? true,
    }),
    limits: (inputs) => [...exactlyOne(inputs, ["cidrBlock", "ipv4IpamPoolId"]), ...blockSize(inputs, "cidrBlock")],
    replaces: ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "region", { path: "instanceTenancy", when: { from: "default" } }],
    deletesFirst: "never",
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/008db85aad5e56627b1eecab8830464a282552ed/internal/service/ec2/vpc_endpoint.go",
    required: ["vpcId"],
    defaults: (inputs) => ({ vpcEndpointType: inputs["vpcEndpointType"] ?? "Gateway" }),
    limits: (inputs) => {
      const [kind, service] = [text(inputs, "vpcEndpointType"), text(inputs, "serviceName")];
      const others = Object.entries(inputsOfEndpoints).flatMap(([other, properties]) => (other === kind ? [] : properties));
      return [
        ...exactlyOne(inputs, ["serviceName", "serviceNetworkArn", "resourceConfigurationArn"]),
        ...oneOf(inputs, "vpcEndpointType", ["Gateway", "Interface", "GatewayLoadBalancer", "Resource", "ServiceNetwork"]),
        ...others
          .filter((property) => kind in inputsOfEndpoints && has(inputs, property))
          .map((property) => ({ property, reason: `is not for an endpoint of type ${kind}` })),
        ...(kind === "Gateway" && service !== "" && !/\.(s3|dynamodb)$/.test(service)
          ? [{ property: "vpcEndpointType", reason: `${service} has no gateway endpoint: only s3 and dynamodb have one` }]
          : []),
      ];
    },
    sets: ["subnetIds", "routeTableIds", "securityGroupIds"],
    replaces: [
      "dnsOptions.privateDnsPreference",
      "dnsOptions.privateDnsSpecifiedDomains",
      "region",
      "resourceConfigurationArn",
      "serviceName",
      "serviceNetworkArn",
      "serviceRegion",
      "vpcEndpointType",
      "vpcId",
    ],
    deletesFirst: "never",
  },
} satisfies ServiceFacts;

function blockSize(inputs: Properties, property: string): readonly Problem[] {
  const block = text(inputs, property);
  const prefix = prefixOf(block);
  if (block === "" || (prefix !== undefined && prefix >= 16 && prefix <= 28)) return [];
  return [{ property, reason: `${block} is no block between /16 and /28` }];
}

/** Every change of a launch template's contents is a new version of it. */
export function makesVersion(changed: readonly PathKeys[]): boolean {
  const others: readonly (string | number | undefined)[] = ["description", "defaultVersion", "updateDefaultVersion", "tags"];
  return changed.some(([key]) => !others.includes(key));
}
