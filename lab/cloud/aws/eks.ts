import { CloudError, type Properties } from "../../provider/backend";
import { capitals, uuid } from "../ids";
import type { CloudFunction, Draft, ResourceModel, Subject } from "../model";
import type { CloudResource } from "../store";
import { named, usersOf } from "../users";
import { count, flag, has, object, text, texts } from "../values";
import { hidden } from "./ec2";
import { zonesWithoutControlPlane } from "./zones";

const subnet = { type: "aws:ec2/subnet:Subnet", output: "id" };
const roleArn = { type: "aws:iam/role:Role", output: "arn" };
const nodeGroupType = "aws:eks/nodeGroup:NodeGroup";
const newestVersion = "1.35";

const cluster: ResourceModel = {
  type: "aws:eks/cluster:Cluster",
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html",
  seconds: { create: 590, update: 480, delete: 180 },
  required: ["roleArn", "vpcConfig", "vpcConfig.subnetIds"],
  name: { property: "name", max: 100, pattern: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/, auto: "random" },
  createOnly: [
    "name",
    "roleArn",
    "bootstrapSelfManagedAddons",
    "accessConfig.bootstrapClusterCreatorAdminPermissions",
    "kubernetesNetworkConfig.ipFamily",
    "kubernetesNetworkConfig.serviceIpv4Cidr",
    "outpostConfig",
    "region",
  ],
  replacesWhen: (olds, news) => [
    ...(has(olds, "encryptionConfig") && !has(news, "encryptionConfig") ? ["encryptionConfig"] : []),
    ...(text(olds, "vpcConfig.controlPlaneEgressMode") === "CUSTOMER_ROUTED" &&
    text(news, "vpcConfig.controlPlaneEgressMode") !== "CUSTOMER_ROUTED"
      ? ["vpcConfig.controlPlaneEgressMode"]
      : []),
  ],
  sets: ["vpcConfig.subnetIds", "vpcConfig.securityGroupIds", "vpcConfig.publicAccessCidrs", "enabledClusterLogTypes"],
  defaults: (inputs) => ({ bootstrapSelfManagedAddons: inputs["bootstrapSelfManagedAddons"] ?? true }),
  limits: (inputs) => [
    ...oneOf(inputs, "accessConfig.authenticationMode", ["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"]),
    ...(flag(inputs, "vpcConfig.endpointPublicAccess") === false && flag(inputs, "vpcConfig.endpointPrivateAccess") !== true
      ? [{ property: "vpcConfig.endpointPrivateAccess", reason: "at least one of the public and the private endpoint must be on" }]
      : []),
  ],
  refs: [
    { path: "roleArn", to: [roleArn] },
    { path: "vpcConfig.subnetIds[*]", to: [subnet] },
    { path: "vpcConfig.securityGroupIds[*]", to: [{ type: "aws:ec2/securityGroup:SecurityGroup", output: "id" }] },
  ],
  admit(draft) {
    const subnets = subnetsOf(draft);
    const zones = new Set(subnets.map(({ outputs }) => text(outputs, "availabilityZoneId")));
    if (zones.size < 2) throw new CloudError("InvalidParameterException: Subnets specified must be in at least two different AZs");
    if (networksOf(subnets).size > 1) throw new CloudError("InvalidParameterException: the subnets must all be in one VPC");
    const unfit = [...zones].find((zone) => zonesWithoutControlPlane.includes(zone));
    if (unfit !== undefined)
      throw new CloudError(
        `UnsupportedAvailabilityZoneException: cannot create the cluster because ${unfit} does not have sufficient capacity to support it`,
      );
  },
  async provision(draft) {
    const { inputs, cloud } = draft;
    const [network = ""] = networksOf(subnetsOf(draft));
    const serviceCidr = text(inputs, "kubernetesNetworkConfig.serviceIpv4Cidr") || "172.20.0.0/16";
    const started = await cloud.startCluster({
      cluster: text(inputs, "name"),
      minor: text(inputs, "version") || newestVersion,
      serviceCidr,
      network,
    });
    return {
      ...started,
      network,
      serviceCidr,
      oidc: capitals("", 32),
      securityGroup: `sg-0${uuid().replaceAll("-", "").slice(0, 16)}`,
      createdAt: cloud.now().toISOString(),
    };
  },
  made: ({ inputs, cloud }) => cloud.clusterStarted(text(inputs, "name")),
  id: ({ inputs }) => text(inputs, "name"),
  outputs: {
    arn: ({ inputs, account }) => `arn:aws:eks:${account.region}:${account.owner}:cluster/${text(inputs, "name")}`,
    endpoint: hidden("endpoint"),
    certificateAuthority: ({ hidden: facts }) => ({ data: Buffer.from(text(facts, "caCertificate")).toString("base64") }),
    identities: ({ hidden: facts, account }) => [
      { oidcs: [{ issuer: `https://oidc.eks.${account.region}.amazonaws.com/id/${text(facts, "oidc")}` }] },
    ],
    vpcConfig: ({ inputs, hidden: facts }) => ({
      endpointPublicAccess: true,
      endpointPrivateAccess: false,
      ...object(inputs, "vpcConfig"),
      clusterSecurityGroupId: text(facts, "securityGroup"),
      vpcId: text(facts, "network"),
    }),
    kubernetesNetworkConfig: ({ inputs, hidden: facts }) => ({
      ipFamily: "ipv4",
      ...object(inputs, "kubernetesNetworkConfig"),
      serviceIpv4Cidr: text(facts, "serviceCidr"),
    }),
    version: clusterVersion,
    platformVersion: () => "eks.5",
    status: () => "ACTIVE",
    createdAt: hidden("createdAt"),
  },
  admitUpdate(change) {
    const [from, to] = [text(change.olds, "version") || newestVersion, clusterVersion(change)];
    refuseVersion(from, to);
    const lagging = nodeGroupsOf(change).filter(({ outputs }) => text(outputs, "version") !== from);
    if (from !== to && lagging.length > 0)
      throw new CloudError(
        `InvalidRequestException: Nodegroups ${lagging.map(({ id }) => id).join(", ")} must be updated to match cluster version ${from} before updating cluster version`,
      );
    const [before, after] = [text(change.olds, "accessConfig.authenticationMode"), text(change.inputs, "accessConfig.authenticationMode")];
    if (authenticationModes.indexOf(after) < authenticationModes.indexOf(before))
      throw new CloudError(`InvalidParameterException: Unsupported authentication mode update from ${before} to ${after}`);
    const networks = networksOf(subnetsOf(change));
    if (networks.size !== 1 || !networks.has(text(change.hidden, "network")))
      throw new CloudError("InvalidParameterException: Provided subnets belong to another VPC than the cluster");
  },
  deleteBlockedBy(subject) {
    if (flag(subject.inputs, "deletionProtection") === true)
      return [
        `InvalidRequestException: Cluster ${subject.id} has deletion protection: set deletionProtection to false and apply that first`,
      ];
    const groups = nodeGroupsOf(subject);
    return groups.length === 0 ? [] : [`ResourceInUseException: Cluster has nodegroups attached: ${named(groups)}`];
  },
  cascade: (subject) => usersOf(subject, [subject.id], inCluster),
  dismantle: ({ hidden: facts, cloud }) => cloud.controlPlanes.remove(text(facts, "controlPlane")),
};

const inCluster = [
  "addon:Addon",
  "accessEntry:AccessEntry",
  "accessPolicyAssociation:AccessPolicyAssociation",
  "podIdentityAssociation:PodIdentityAssociation",
].map((type) => ({
  type: `aws:eks/${type}`,
  path: "clusterName",
}));

/** A mode cannot go back to an earlier one. */
const authenticationModes = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];

/** Add-ons whose pods need a node: until there is one they never become active. */
const addonsOnNodes = [
  "coredns",
  "aws-ebs-csi-driver",
  "aws-efs-csi-driver",
  "metrics-server",
  "snapshot-controller",
  "amazon-cloudwatch-observability",
  "cert-manager",
  "external-dns",
  "kube-state-metrics",
];
const addonsWithoutNodes = [
  "vpc-cni",
  "kube-proxy",
  "eks-pod-identity-agent",
  "eks-node-monitoring-agent",
  "aws-mountpoint-s3-csi-driver",
  "prometheus-node-exporter",
];

const addon: ResourceModel = {
  type: "aws:eks/addon:Addon",
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html",
  seconds: { create: 30, update: 30, delete: 10 },
  required: ["clusterName", "addonName"],
  createOnly: ["clusterName", "addonName", "region"],
  limits: (inputs) => [
    ...oneOf(inputs, "addonName", [...addonsWithoutNodes, ...addonsOnNodes]),
    ...oneOf(inputs, "resolveConflictsOnCreate", ["NONE", "OVERWRITE"]),
    ...oneOf(inputs, "resolveConflictsOnUpdate", ["NONE", "OVERWRITE", "PRESERVE"]),
  ],
  refs: [
    { path: "clusterName", to: [{ type: cluster.type, output: "id" }] },
    { path: "serviceAccountRoleArn", to: [roleArn] },
    { path: "podIdentityAssociations[*].roleArn", to: [roleArn] },
  ],
  admit(draft) {
    const name = text(draft.inputs, "addonName");
    if (
      !addonsOnNodes.includes(name) ||
      nodeGroupsOf({ ...draft, id: text(draft.inputs, "clusterName") }).some((group) => (count(group.hidden, "size") ?? 0) > 0)
    )
      return;
    throw new CloudError(
      `waiting for EKS Add-On (${text(draft.inputs, "clusterName")}:${name}) create: timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: 20m0s): ` +
        "InsufficientNumberOfReplicas: The add-on is unhealthy because all deployments have all pods unscheduled: no nodes available to schedule pods",
    );
  },
  provision: ({ cloud }) => ({ createdAt: cloud.now().toISOString() }),
  id: ({ inputs }) => `${text(inputs, "clusterName")}:${text(inputs, "addonName")}`,
  outputs: {
    arn: ({ inputs, account }) =>
      `arn:aws:eks:${account.region}:${account.owner}:addon/${text(inputs, "clusterName")}/${text(inputs, "addonName")}`,
    addonVersion: ({ inputs }) => text(inputs, "addonVersion") || "v1.0.0-eksbuild.1",
    createdAt: hidden("createdAt"),
  },
};

const accessEntry: ResourceModel = {
  type: "aws:eks/accessEntry:AccessEntry",
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html",
  required: ["clusterName", "principalArn"],
  createOnly: ["clusterName", "principalArn", "type", "region"],
  sets: ["kubernetesGroups"],
  defaults: (inputs) => ({ type: inputs["type"] ?? "STANDARD" }),
  limits: (inputs) => {
    const principal = text(inputs, "principalArn");
    return principal === "" || /^arn:aws:iam::\d{12}:(role|user)\/.+$/.test(principal)
      ? []
      : [{ property: "principalArn", reason: `${principal} is no ARN of an IAM role or user` }];
  },
  refs: [{ path: "clusterName", to: [{ type: cluster.type, output: "id" }] }],
  admit({ inputs, cloud }) {
    const mode =
      text(cloud.get(cluster.type, text(inputs, "clusterName"))?.inputs ?? {}, "accessConfig.authenticationMode") || "CONFIG_MAP";
    if (!mode.startsWith("API"))
      throw new CloudError(
        `InvalidRequestException: The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation, not ${mode}`,
      );
  },
  provision: ({ cloud }) => ({ createdAt: cloud.now().toISOString() }),
  id: ({ inputs }) => `${text(inputs, "clusterName")}:${text(inputs, "principalArn")}`,
  outputs: {
    accessEntryArn: ({ inputs, account }) =>
      `arn:aws:eks:${account.region}:${account.owner}:access-entry/${text(inputs, "clusterName")}/${text(inputs, "principalArn").replace(/^.*::/, "")}`,
    userName: ({ inputs }) => text(inputs, "userName") || text(inputs, "principalArn"),
    createdAt: hidden("createdAt"),
  },
};

const accessPolicyAssociation: ResourceModel = {
  type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_AssociateAccessPolicy.html",
  required: ["clusterName", "principalArn", "policyArn", "accessScope", "accessScope.type"],
  createOnly: ["clusterName", "principalArn", "policyArn", "accessScope", "region"],
  limits: (inputs) => [
    ...oneOf(inputs, "accessScope.type", ["cluster", "namespace"]),
    ...(text(inputs, "policyArn").startsWith("arn:aws:iam:")
      ? [{ property: "policyArn", reason: "takes an EKS access policy (arn:aws:eks::aws:cluster-access-policy/...), not an IAM policy" }]
      : []),
  ],
  refs: [{ path: "clusterName", to: [{ type: cluster.type, output: "id" }] }],
  admit({ inputs, cloud }) {
    const entry = `${text(inputs, "clusterName")}:${text(inputs, "principalArn")}`;
    if (cloud.get(accessEntry.type, entry) === undefined)
      throw new CloudError(`ResourceNotFoundException: The specified principalArn could not be found: there is no access entry ${entry}`);
  },
  id: ({ inputs }) => `${text(inputs, "clusterName")}#${text(inputs, "principalArn")}#${text(inputs, "policyArn")}`,
};

const podIdentityAssociation: ResourceModel = {
  type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html",
  required: ["clusterName", "namespace", "serviceAccount", "roleArn"],
  createOnly: ["clusterName", "namespace", "serviceAccount", "region"],
  refs: [
    { path: "clusterName", to: [{ type: cluster.type, output: "id" }] },
    { path: "roleArn", to: [roleArn] },
  ],
  admit({ inputs, cloud }) {
    const same = cloud
      .byType(podIdentityAssociation.type)
      .find((other) => ["clusterName", "namespace", "serviceAccount"].every((key) => other.inputs[key] === inputs[key]));
    if (same !== undefined) throw new CloudError(`ResourceInUseException: Association already exists: ${same.id}`);
  },
  provision: () => ({ id: `a-${uuid().replaceAll("-", "").slice(0, 17)}` }),
  id: ({ hidden: facts }) => text(facts, "id"),
  outputs: {
    associationId: ({ id }) => id,
    associationArn: ({ inputs, id, account }) =>
      `arn:aws:eks:${account.region}:${account.owner}:podidentityassociation/${text(inputs, "clusterName")}/${id}`,
  },
};

export const eks: readonly ResourceModel[] = [cluster, addon, accessEntry, accessPolicyAssociation, podIdentityAssociation];

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/eks/getnodegroup/ */
const getNodeGroup: CloudFunction = (args, { cloud }) => {
  const id = `${text(args, "clusterName")}:${text(args, "nodeGroupName")}`;
  const group = cloud.get(nodeGroupType, id);
  if (group === undefined)
    throw new CloudError(
      `reading EKS Node Group (${id}): ResourceNotFoundException: No node group found for name: ${text(args, "nodeGroupName")}.`,
    );
  return { ...group.outputs, id, scalingConfigs: [object(group.outputs, "scalingConfig")] };
};

export const eksFunctions: Readonly<Record<string, CloudFunction>> = { "aws:eks/getNodeGroup:getNodeGroup": getNodeGroup };

export function clusterVersion({ inputs }: Pick<Draft, "inputs">): string {
  return text(inputs, "version") || newestVersion;
}

function nodeGroupsOf(subject: Pick<Subject, "id" | "cloud">): readonly CloudResource[] {
  return usersOf(subject, [subject.id], [{ type: nodeGroupType, path: "clusterName" }]);
}

function subnetsOf({ inputs, cloud }: Pick<Draft, "inputs" | "cloud">): readonly CloudResource[] {
  return texts(inputs, "vpcConfig.subnetIds[*]").flatMap((id) => cloud.get(subnet.type, id) ?? []);
}

function networksOf(subnets: readonly CloudResource[]): ReadonlySet<string> {
  return new Set(subnets.map(({ inputs }) => text(inputs, "vpcId")));
}

function refuseVersion(from: string, to: string): void {
  const step = Number(to.split(".")[1]) - Number(from.split(".")[1]);
  if (step < 0 || step > 1)
    throw new CloudError(`InvalidParameterException: Unsupported Kubernetes minor version update from ${from} to ${to}`);
}

export function oneOf(
  inputs: Properties,
  path: string,
  allowed: readonly string[],
): readonly { readonly property: string; readonly reason: string }[] {
  const value = text(inputs, path);
  return value === "" || allowed.includes(value) ? [] : [{ property: path, reason: `${value} is none of ${allowed.join(", ")}` }];
}
