import { CloudError } from "../../../provider/backend";
import { awsId } from "../../shared/ids";
import type { ResourceModel } from "../../simulator/model";
import { named, usersOf } from "../../shared/users";
import { text } from "../../../../facts/properties/select";
import { arn, dependencies, owner, randomId } from "../common";
import { ruleSources } from "../../../../facts/aws/vpc";

const vpc = { type: "aws:ec2/vpc:Vpc", output: "id" };

const securityGroup: ResourceModel = {
  type: "aws:ec2/securityGroup:SecurityGroup",
  seconds: { create: 3 },
  refs: [
    { path: "vpcId", to: [vpc] },
    { path: "ingress[*].securityGroups[*]", to: [{ type: "aws:ec2/securityGroup:SecurityGroup", output: "id" }] },
    { path: "egress[*].securityGroups[*]", to: [{ type: "aws:ec2/securityGroup:SecurityGroup", output: "id" }] },
  ],
  admit({ inputs, cloud }) {
    const [name, network] = [text(inputs, "name").toLowerCase(), text(inputs, "vpcId")];
    const taken = cloud
      .byType(securityGroup.type)
      .find((other) => text(other.inputs, "name").toLowerCase() === name && text(other.inputs, "vpcId") === network);
    if (taken !== undefined)
      throw new CloudError(`InvalidGroup.Duplicate: The security group '${text(inputs, "name")}' already exists for VPC '${network}'`);
  },
  provision: () => ({ id: awsId("sg") }),
  id: randomId,
  outputs: { arn: arn("security-group"), ownerId: owner },
  deleteBlockedBy(subject) {
    const rules = usersOf(
      subject,
      [subject.id],
      [
        { type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", path: "referencedSecurityGroupId" },
        { type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", path: "referencedSecurityGroupId" },
      ],
    ).filter((rule) => text(rule.inputs, "securityGroupId") !== subject.id);
    return [
      ...dependencies(subject, "security group", [
        { type: "aws:eks/cluster:Cluster", path: "vpcConfig.securityGroupIds[*]" },
        { type: "aws:eks/nodeGroup:NodeGroup", path: "remoteAccess.sourceSecurityGroupIds[*]" },
        { type: "aws:ec2/vpcEndpoint:VpcEndpoint", path: "securityGroupIds[*]" },
      ]),
      ...(rules.length === 0 ? [] : [`DependencyViolation: resource ${subject.id} has a dependent object: ${named(rules)}`]),
    ];
  },
};

function securityGroupRule(type: ResourceModel["type"]): ResourceModel {
  const model: ResourceModel = {
    type,
    refs: [
      {
        path: "securityGroupId",
        to: [{ type: securityGroup.type, output: "id" }, { type: vpc.type, output: "defaultSecurityGroupId" }, clusterGroup],
      },
      {
        path: "referencedSecurityGroupId",
        to: [{ type: securityGroup.type, output: "id" }, { type: vpc.type, output: "defaultSecurityGroupId" }, clusterGroup],
      },
    ],
    admit({ inputs, cloud }) {
      const compared = ["securityGroupId", "ipProtocol", "fromPort", "toPort", ...ruleSources];
      const same = cloud.byType(type).find((other) => compared.every((key) => other.inputs[key] === inputs[key]));
      if (same !== undefined) throw new CloudError(`InvalidPermission.Duplicate: the specified rule already exists (${same.id})`);
    },
    provision: () => ({ id: awsId("sgr") }),
    id: randomId,
    outputs: { arn: arn("security-group-rule"), securityGroupRuleId: ({ id }) => id },
  };
  return model;
}

/** EKS makes one with every cluster. */
export const clusterGroup = { type: "aws:eks/cluster:Cluster", output: "vpcConfig.clusterSecurityGroupId" };

const defaultSecurityGroup: ResourceModel = {
  type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  refs: [{ path: "vpcId", to: [vpc] }],
  // Create adopts the network's own group; delete leaves it.
  id: ({ inputs, cloud }) => text(cloud.get(vpc.type, text(inputs, "vpcId"))?.outputs ?? {}, "defaultSecurityGroupId"),
  outputs: { arn: arn("security-group"), name: () => "default", description: () => "default VPC security group", ownerId: owner },
};

export const securityGroups: readonly ResourceModel[] = [
  securityGroup,
  securityGroupRule("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
  securityGroupRule("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"),
  defaultSecurityGroup,
];
