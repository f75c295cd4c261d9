import { CloudError } from "../../../provider/backend";
import { clusterKey } from "../../shared/clusterKey";
import { capitals, uuid } from "../../shared/ids";
import type { Draft, ResourceModel, Subject } from "../../simulator/model";
import type { CloudResource } from "../../simulator/store";
import { raiseControlPlane } from "../../shared/upgrade";
import { named, usersOf } from "../../shared/users";
import { flag, object, text, texts } from "../../../../facts/properties/select";
import { hidden } from "../common";
import { zonesWithoutControlPlane } from "../network/zones";

export const clusterType = "aws:eks/cluster:Cluster";
export const nodeGroupType = "aws:eks/nodeGroup:NodeGroup";
const subnet = { type: "aws:ec2/subnet:Subnet", output: "id" };
const newestVersion = "1.35";

/** The control plane. Node groups, add-ons and access are resources of their own. */
export const cluster: ResourceModel = {
  type: clusterType,
  seconds: { create: 590, update: 480, delete: 180 },
  refs: [
    { path: "roleArn", to: [{ type: "aws:iam/role:Role", output: "arn" }] },
    { path: "vpcConfig.subnetIds[*]", to: [subnet] },
    { path: "vpcConfig.securityGroupIds[*]", to: [{ type: "aws:ec2/securityGroup:SecurityGroup", output: "id" }] },
    { path: "encryptionConfig.provider.keyArn", to: [{ type: "aws:kms/key:Key", output: "arn" }] },
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
      cluster: clusterKey(inputs),
      name: text(inputs, "name"),
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
  made: ({ inputs, cloud }) => cloud.clusterStarted(clusterKey(inputs)),
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
  follow: (change) =>
    raiseControlPlane(change, text(change.olds, "version") || newestVersion, clusterVersion(change), text(change.hidden, "serviceCidr")),
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

export function clusterVersion({ inputs }: Pick<Draft, "inputs">): string {
  return text(inputs, "version") || newestVersion;
}

export function nodeGroupsOf(subject: Pick<Subject, "id" | "cloud">): readonly CloudResource[] {
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
