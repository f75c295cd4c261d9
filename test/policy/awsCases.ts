import { alone, planned, type Cases } from "./cases";

const cluster = "aws:eks/cluster:Cluster";
const group = "aws:eks/nodeGroup:NodeGroup";
const template = "aws:ec2/launchTemplate:LaunchTemplate";
const vpc = "aws:ec2/vpc:Vpc";
const logGroup = "aws:cloudwatch/logGroup:LogGroup";

const types = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
const open = { endpointPrivateAccess: true, endpointPublicAccess: true };

/** What nodes are made from by Karpenter. */
const nodeClass = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const both = (...parts: readonly Cases[]): Cases => ({ good: parts.flatMap(({ good }) => good), bad: parts.flatMap(({ bad }) => bad) });

const queuePolicy = (statement: object) => ({ policy: JSON.stringify({ Statement: [{ Effect: "Allow", ...statement }] }) });
const events = { Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage" };

/** A group, or what Karpenter makes nodes from, whose subnet has a route to a gateway of the given kind. */
const inSubnetWith = (gateway: string, type = group) => [
  planned(type, {}, "own", ["subnet"]),
  planned("aws:ec2/subnet:Subnet", {}, "subnet"),
  planned("aws:ec2/routeTable:RouteTable", {}, "table"),
  planned("aws:ec2/route:Route", { [gateway]: "unknown" }, "route", ["table"]),
  planned("aws:ec2/routeTableAssociation:RouteTableAssociation", {}, "association", ["subnet", "table"]),
];

const withDefaultGroup = (inputs: Readonly<Record<string, unknown>>) => [
  planned(vpc, {}),
  planned("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", inputs, "closed", ["own"]),
];

/** By the first id of a rule. */
export const awsCases: Readonly<Record<string, Cases>> = {
  CKV_AWS_37: alone(cluster, [{ enabledClusterLogTypes: types }], [{}, { enabledClusterLogTypes: ["api", "audit", "authenticator"] }]),
  CKV_AWS_38: alone(
    cluster,
    [{ vpcConfig: { endpointPublicAccess: false } }, { vpcConfig: { ...open, publicAccessCidrs: ["203.0.113.0/24"] } }],
    [
      {},
      { vpcConfig: open },
      { vpcConfig: { ...open, publicAccessCidrs: ["203.0.113.0/24", "0.0.0.0/0"] } },
      { vpcConfig: { ...open, publicAccessCidrs: ["::/0"] } },
    ],
  ),
  CKV_AWS_39: alone(
    cluster,
    [{ vpcConfig: { endpointPrivateAccess: true, endpointPublicAccess: false } }],
    [{}, { vpcConfig: open }, { vpcConfig: { endpointPublicAccess: false } }],
  ),
  CKV_AWS_58: alone(
    cluster,
    [{ encryptionConfig: { resources: ["secrets"], provider: { keyArn: "unknown" } } }],
    [{}, { encryptionConfig: { resources: ["secrets"] } }, { encryptionConfig: { resources: [], provider: { keyArn: "unknown" } } }],
  ),
  CKV_AWS_339: alone(cluster, [{ version: "1.35" }], [{}, { version: "1.34" }]),
  "CIS EKS 5.5.1": alone(
    cluster,
    [{ accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false } }],
    [
      {},
      { accessConfig: { authenticationMode: "API_AND_CONFIG_MAP", bootstrapClusterCreatorAdminPermissions: false } },
      { accessConfig: { authenticationMode: "API" } },
    ],
  ),
  "CIS EKS 5.4.4": alone(
    "aws:eks/addon:Addon",
    [{ addonName: "coredns" }, { addonName: "vpc-cni", configurationValues: JSON.stringify({ enableNetworkPolicy: "true" }) }],
    [{ addonName: "vpc-cni" }, { addonName: "vpc-cni", configurationValues: JSON.stringify({ enableNetworkPolicy: "false" }) }],
  ),
  CKV_AWS_100: alone(
    group,
    [{}, { remoteAccess: { ec2SshKey: "key", sourceSecurityGroupIds: ["sg-1"] } }],
    [{ remoteAccess: { ec2SshKey: "key" } }],
  ),
  CKV_AWS_79: both(
    alone(
      template,
      [{ metadataOptions: { httpTokens: "required" } }, { metadataOptions: { httpEndpoint: "disabled" } }],
      [{}, { metadataOptions: { httpTokens: "optional" } }],
    ),
    alone(nodeClass, [{ spec: { metadataOptions: { httpTokens: "required" } } }], [{ metadataOptions: { httpTokens: "required" } }, {}]),
  ),
  CKV_AWS_341: both(
    alone(template, [{ metadataOptions: { httpPutResponseHopLimit: 1 } }], [{}, { metadataOptions: { httpPutResponseHopLimit: 2 } }]),
    alone(
      nodeClass,
      [{ spec: { metadataOptions: { httpPutResponseHopLimit: 1 } } }],
      [{ spec: { metadataOptions: { httpPutResponseHopLimit: 2 } } }, { spec: {} }],
    ),
  ),
  CKV_AWS_88: both(
    alone(
      template,
      [{}, { networkInterfaces: [{ associatePublicIpAddress: "false" }] }],
      [{ networkInterfaces: [{ associatePublicIpAddress: "true" }] }, { networkInterfaces: [{}, { associatePublicIpAddress: true }] }],
    ),
    alone(nodeClass, [{ spec: { associatePublicIPAddress: false } }], [{ spec: { associatePublicIPAddress: true } }, { spec: {} }]),
  ),
  CKV_AWS_46: both(
    alone(
      template,
      [{}, { userData: Buffer.from("#!/bin/sh\nsysctl -w net.core.somaxconn=4096").toString("base64") }],
      [
        { userData: Buffer.from("export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE").toString("base64") },
        { userData: "-----BEGIN RSA PRIVATE KEY-----" },
      ],
    ),
    alone(nodeClass, [{ spec: {} }], [{ spec: { userData: "export aws_secret_access_key=x" } }]),
  ),
  CKV_AWS_153: both(
    alone(group, [{ tags: { owner: "platform" } }], [{}, { tags: {} }]),
    alone(nodeClass, [{ spec: { tags: { owner: "platform" } } }], [{ spec: { tags: {} } }]),
  ),
  CKV_AWS_27: alone(
    "aws:sqs/queue:Queue",
    [{ sqsManagedSseEnabled: true }, { kmsMasterKeyId: "alias/x" }],
    [{}, { sqsManagedSseEnabled: false }],
  ),
  CKV_AWS_168: alone(
    "aws:sqs/queuePolicy:QueuePolicy",
    [queuePolicy(events), queuePolicy({ ...events, Principal: "*", Effect: "Deny" })],
    [queuePolicy({ ...events, Principal: "*" }), queuePolicy({ ...events, Principal: { AWS: ["*"] } }), { policy: "unknown" }],
  ),
  CKV_AWS_72: alone(
    "aws:sqs/queuePolicy:QueuePolicy",
    [queuePolicy(events)],
    [queuePolicy({ ...events, Action: "sqs:*" }), queuePolicy({ ...events, Action: ["sqs:SendMessage", "*"] })],
  ),
  CKV_AWS_315: {
    good: [[planned(group, {}, "own", ["template"]), planned(template, {}, "template")]],
    bad: [[planned(group, {}), planned(template, {}, "template")]],
  },
  "CIS EKS 5.4.3": {
    good: [inSubnetWith("natGatewayId"), inSubnetWith("natGatewayId", nodeClass)],
    bad: [inSubnetWith("gatewayId"), inSubnetWith("gatewayId", nodeClass)],
  },
  CKV_AWS_130: alone("aws:ec2/subnet:Subnet", [{}, { mapPublicIpOnLaunch: false }], [{ mapPublicIpOnLaunch: true }]),
  CKV2_AWS_11: {
    good: [[planned(vpc, {}), planned("aws:ec2/flowLog:FlowLog", {}, "log", ["own"])]],
    bad: [[planned(vpc, {})], [planned(vpc, {}), planned(vpc, {}, "other"), planned("aws:ec2/flowLog:FlowLog", {}, "log", ["other"])]],
  },
  CKV2_AWS_12: {
    good: [withDefaultGroup({ ingress: [], egress: [] })],
    bad: [[planned(vpc, {})], withDefaultGroup({ ingress: [{ protocol: "-1", self: true }] }), withDefaultGroup({ egress: [{}] })],
  },
  CKV_AWS_227: alone("aws:kms/key:Key", [{}, { isEnabled: true }], [{ isEnabled: false }]),
  CKV2_AWS_73: alone(
    "aws:sqs/queue:Queue",
    [{ sqsManagedSseEnabled: true }, { kmsMasterKeyId: "alias/edge" }],
    [{ kmsMasterKeyId: "alias/aws/sqs" }],
  ),
  CKV_AWS_7: alone("aws:kms/key:Key", [{ enableKeyRotation: true }], [{}, { enableKeyRotation: false }]),
  CKV_AWS_158: {
    good: [
      [planned(logGroup, { kmsKeyId: "unknown" })],
      [planned(cluster, { name: "edge" }), planned(logGroup, { name: "/aws/eks/edge/cluster" }, "log")],
    ],
    bad: [[planned(logGroup, {})], [planned(cluster, { name: "edge" }), planned(logGroup, { name: "/aws/eks/other/cluster" }, "log")]],
  },
  CKV_AWS_338: alone(logGroup, [{ retentionInDays: 365 }, { retentionInDays: 0 }], [{}, { retentionInDays: 90 }]),
};
