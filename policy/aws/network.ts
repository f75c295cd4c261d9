import { all, isNot, isSet, listAt, users, valueAt } from "../checks";
import type { Check, PlannedResource, Rule } from "../rule";

const vpc = "aws:ec2/vpc:Vpc";
const subnet = "aws:ec2/subnet:Subnet";
const group = "aws:ec2/securityGroup:SecurityGroup";
const defaultGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egress = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const route = "aws:ec2/route:Route";

const wholeInternet: readonly unknown[] = ["0.0.0.0/0", "::/0"];

/** A rule as a resource of its own, or those that a group has written inside, with how either is spelled. */
function rulesOf({ type, inputs }: PlannedResource, inline: "ingress" | "egress"): readonly unknown[] {
  return type === ingress || type === egress ? [inputs] : listAt(inputs, inline);
}

function blocksOf(rule: unknown): readonly unknown[] {
  const written = ["cidrIpv4", "cidrIpv6"].map((path) => valueAt(rule, path));
  return [...written, ...listAt(rule, "cidrBlocks"), ...listAt(rule, "ipv6CidrBlocks")];
}

function opensNothing(direction: "ingress" | "egress"): Check {
  return (own) => {
    const open = rulesOf(own, direction).some((rule) => blocksOf(rule).some((block) => wholeInternet.includes(block)));
    return open ? `has the whole internet in its ${direction} rules` : undefined;
  };
}

const groups: readonly Rule[] = [
  {
    ids: ["CKV_AWS_23"],
    title: "says of every security group and every rule what it is for",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    types: [group, ingress, egress],
    check: all(isSet("description"), ({ type, inputs }) =>
      type === group && [...listAt(inputs, "ingress"), ...listAt(inputs, "egress")].some((rule) => !valueAt(rule, "description"))
        ? "has a rule inside without a description"
        : undefined,
    ),
  },
  {
    ids: ["CKV_AWS_24", "CKV_AWS_25", "CKV_AWS_260", "CKV_AWS_277"],
    title: "lets nobody in from the whole internet by a security group of its own",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    types: [group, defaultGroup, ingress],
    check: opensNothing("ingress"),
  },
  {
    ids: ["CKV_AWS_382"],
    title: "lets nothing out to the whole internet by a security group of its own",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    types: [group, defaultGroup, egress],
    check: opensNothing("egress"),
  },
  {
    ids: ["CKV2_AWS_5"],
    title: "makes no security group that nothing is in",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/working-with-security-groups.html",
    types: [group],
    check: (own, planned) => (users(own, "aws:ec2/vpcEndpoint:VpcEndpoint", planned).length === 0 ? "is on nothing" : undefined),
  },
];

const ways: readonly Rule[] = [
  {
    ids: ["CKV2_AWS_35", "CKV2_AWS_44"],
    title: "sends what leaves a network through a gateway of AWS's own, and nothing to a machine or a peer",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-comparison.html",
    types: [route],
    check: ({ inputs }) => {
      const hops = ["networkInterfaceId", "vpcPeeringConnectionId"].filter((hop) => inputs[hop] !== undefined);
      return hops.length === 0 ? undefined : `goes by its ${hops.join(" and ")}`;
    },
  },
  {
    ids: ["CKV2_AWS_19"],
    title: "keeps no address that nothing answers at or leaves from",
    source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html",
    types: ["aws:ec2/eip:Eip"],
    // A front door's are named by its Service, for the controller that makes the load balancer.
    check: (own, planned) =>
      ["aws:ec2/natGateway:NatGateway", "kubernetes:core/v1:Service"].some((type) => users(own, type, planned).length > 0)
        ? undefined
        : "belongs to no NAT gateway and no Service",
  },
];

const whole: readonly Rule[] = [
  {
    ids: ["CKV_AWS_130"],
    title: "gives no machine in a subnet a public address by default",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html",
    types: [subnet],
    check: isNot("mapPublicIpOnLaunch", true),
  },
  {
    ids: ["CKV2_AWS_11"],
    title: "keeps a flow log of every VPC",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
    types: [vpc],
    check: (own, planned) => (users(own, "aws:ec2/flowLog:FlowLog", planned).length === 0 ? "has no flow log" : undefined),
  },
  {
    ids: ["CKV2_AWS_12"],
    title: "closes every VPC's default security group",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
    types: [vpc],
    check: (own, planned) => {
      const [group] = users(own, defaultGroup, planned);
      if (group === undefined) return "leaves its default security group as AWS makes it";
      const rules = [...listAt(group.inputs, "ingress"), ...listAt(group.inputs, "egress")];
      return rules.length === 0 ? undefined : `has ${rules.length} rules in its default security group`;
    },
  },
];

export const awsNetworkRules: readonly Rule[] = [...whole, ...groups, ...ways];
