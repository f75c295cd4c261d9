import { alone, planned, type Cases } from "./cases";

const group = "aws:ec2/securityGroup:SecurityGroup";
const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egress = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const address = "aws:ec2/eip:Eip";

const document = (statement: object) => JSON.stringify({ Statement: [{ Effect: "Allow", ...statement }] });
const allowed = (statement: object) => ({ policy: document(statement) });
const trusted = (Principal: unknown, effect = "Allow") => ({ assumeRolePolicy: document({ Principal, Effect: effect }) });
const rolePolicies = (good: readonly object[], bad: readonly object[]): Cases =>
  alone("aws:iam/rolePolicy:RolePolicy", good.map(allowed), [...bad.map(allowed), { policy: "unknown" }]);
const attached = (policy: string) => ({ policyArn: `arn:aws:iam::aws:policy/${policy}` });

/** Who may do what, and who gets in: by the first id of a rule. */
export const awsAccessCases: Readonly<Record<string, Cases>> = {
  CKV_AWS_60: alone(
    "aws:iam/role:Role",
    [trusted({ Service: "ec2.amazonaws.com" }), trusted("*", "Deny")],
    [
      trusted("*"),
      trusted({ AWS: "arn:aws:iam::111111111111:root" }),
      trusted({ Service: "ec2.amazonaws.com", Federated: "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com" }),
      { assumeRolePolicy: "unknown" },
    ],
  ),
  CKV_AWS_62: rolePolicies(
    [{ Action: "sqs:SendMessage" }, { Action: "*", Effect: "Deny" }],
    [{ Action: "*" }, { Action: ["sqs:SendMessage", "iam:*"] }],
  ),
  CKV_AWS_355: rolePolicies(
    [
      { Action: ["ec2:DescribeVpcs", "logs:DescribeLogGroups"], Resource: "*" },
      { Action: "ec2:GetSecurityGroupsForVpc", Resource: "arn:aws:ec2:us-west-2:111111111111:vpc/*" },
    ],
    [
      { Action: ["ec2:DescribeVpcs", "ec2:GetSecurityGroupsForVpc"], Resource: "*" },
      { Action: "iam:PassRole", Resource: ["arn:aws:iam::111111111111:role/x", "*"] },
    ],
  ),
  CKV_AWS_287: rolePolicies(
    [{ Action: "iam:GetInstanceProfile" }],
    [{ Action: ["iam:GetInstanceProfile", "sts:AssumeRole"] }, { Action: "iam:CreateAccessKey" }],
  ),
  CKV_AWS_274: alone(
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    [attached("AmazonEKS_CNI_Policy")],
    [attached("AdministratorAccess"), attached("IAMFullAccess")],
  ),
  CKV_AWS_33: alone(
    "aws:kms/key:Key",
    [allowed({ Principal: { AWS: "arn:aws:iam::111111111111:root" }, Action: "kms:*" })],
    [{}, allowed({ Principal: "*" }), allowed({ Principal: { AWS: ["*"] } })],
  ),
  CKV_AWS_23: {
    good: [
      [planned(ingress, { description: "HTTPS" })],
      [planned(group, { description: "Endpoints", ingress: [{ description: "HTTPS" }] })],
      [planned(group, { description: "Endpoints" })],
    ],
    bad: [[planned(ingress, {})], [planned(group, {})], [planned(group, { description: "Endpoints", egress: [{ protocol: "tcp" }] })]],
  },
  CKV_AWS_24: {
    good: [[planned(ingress, { cidrIpv4: "10.0.0.0/18" })], [planned(group, { ingress: [{ cidrBlocks: ["10.0.0.0/18"] }] })]],
    bad: [
      [planned(ingress, { cidrIpv4: "0.0.0.0/0" })],
      [planned(ingress, { cidrIpv6: "::/0" })],
      [planned(group, { ingress: [{ cidrBlocks: ["10.0.0.0/18", "0.0.0.0/0"] }] })],
    ],
  },
  CKV_AWS_382: {
    good: [[planned(group, {})], [planned(egress, { cidrIpv4: "10.0.0.0/18" })]],
    bad: [[planned(group, { egress: [{ ipv6CidrBlocks: ["::/0"] }] })], [planned(egress, { cidrIpv4: "0.0.0.0/0" })]],
  },
  CKV2_AWS_5: {
    good: [[planned(group, {}), planned("aws:ec2/vpcEndpoint:VpcEndpoint", {}, "endpoint", ["own"])]],
    bad: [[planned(group, {}), planned("aws:ec2/vpcEndpoint:VpcEndpoint", {}, "endpoint")]],
  },
  CKV2_AWS_35: alone(
    "aws:ec2/route:Route",
    [{ natGatewayId: "unknown" }, { gatewayId: "unknown" }],
    [{ networkInterfaceId: "unknown" }, { vpcPeeringConnectionId: "unknown" }],
  ),
  CKV2_AWS_19: {
    good: ["aws:ec2/natGateway:NatGateway", "kubernetes:core/v1:Service"].map((type) => [
      planned(address, {}),
      planned(type, {}, "user", ["own"]),
    ]),
    bad: [[planned(address, {}), planned("aws:ec2/natGateway:NatGateway", {}, "user")]],
  },
  CKV_AWS_319: alone(
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    [{ alarmActions: ["arn:aws:sns:us-east-1:111111111111:on-call"] }],
    [{}, { alarmActions: ["arn:aws:sns:us-east-1:111111111111:on-call"], actionsEnabled: false }],
  ),
};
