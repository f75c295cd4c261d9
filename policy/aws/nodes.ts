import { either, is, isBetween, isSet, listAt, used, users, valueAt } from "../checks";
import type { Check, PlannedResource, Rule } from "../rule";

const nodeGroup = "aws:eks/nodeGroup:NodeGroup";
const scalingGroup = "aws:autoscaling/group:Group";
const launchTemplate = "aws:ec2/launchTemplate:LaunchTemplate";
/** What Karpenter starts machines from, in place of a launch template. */
const nodeClass = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const subnet = "aws:ec2/subnet:Subnet";

/** A check of what nodes are made from, which an object has below its spec. */
function ofNodes(check: (path: (inTemplate: string) => string) => Check): Check {
  return (own, planned) => check((inTemplate) => (own.type === nodeClass ? `spec.${inTemplate}` : inTemplate))(own, planned);
}

export const awsNodeRules: readonly Rule[] = [
  {
    ids: ["CKV_AWS_100"],
    title: "opens no SSH to nodes for everybody",
    source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_RemoteAccessConfig.html",
    types: [nodeGroup],
    check: either(is("remoteAccess", undefined), isSet("remoteAccess.sourceSecurityGroupIds")),
  },
  {
    ids: ["CKV_AWS_79"],
    title: "answers requests for a node's credentials by IMDSv2 only",
    source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
    types: [launchTemplate, nodeClass],
    check: ofNodes((path) =>
      either(is(path("metadataOptions.httpTokens"), "required"), is(path("metadataOptions.httpEndpoint"), "disabled")),
    ),
  },
  {
    ids: ["CKV_AWS_341"],
    title: "keeps pods away from the node's credentials",
    source: "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
    types: [launchTemplate, nodeClass],
    check: ofNodes((path) => isBetween(path("metadataOptions.httpPutResponseHopLimit"), 1, 1)),
  },
  {
    ids: ["CKV_AWS_88"],
    title: "gives no node a public address",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
    types: [launchTemplate, nodeClass],
    check: (own, planned) => {
      if (own.type === nodeClass) return is("spec.associatePublicIPAddress", false)(own, planned);
      return listAt(own.inputs, "networkInterfaces").some((card) => String(valueAt(card, "associatePublicIpAddress")) === "true")
        ? "networkInterfaces asks for a public address"
        : undefined;
    },
  },
  {
    ids: ["CKV_AWS_46"],
    title: "has no secret in what nodes run when they start",
    source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
    types: [launchTemplate, nodeClass],
    check: ofNodes((path) => ({ inputs }) => {
      const userData = valueAt(inputs, path("userData"));
      if (typeof userData !== "string") return undefined;
      const text = `${userData}\n${Buffer.from(userData, "base64").toString("latin1")}`;
      return /\b(AKIA|ASIA)[A-Z0-9]{16}\b|PRIVATE KEY-----|aws_secret_access_key/i.test(text) ? "userData holds a credential" : undefined;
    }),
  },
  {
    ids: ["CKV_AWS_153"],
    title: "tags groups of nodes",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html",
    types: [nodeGroup, scalingGroup, nodeClass],
    check: ofNodes((path) => isSet(path("tags"))),
  },
  {
    ids: ["CKV_AWS_315"],
    title: "makes nodes from a launch template",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html",
    types: [nodeGroup, scalingGroup],
    check: (group, planned) => (used(group, launchTemplate, planned).length === 0 ? "refers to no launch template" : undefined),
  },
  {
    ids: ["CIS EKS 5.4.3"],
    title: "puts nodes in subnets without a route from the internet",
    source: "https://docs.aws.amazon.com/eks/latest/best-practices/subnets.html",
    types: [nodeGroup, nodeClass],
    check: (group, planned) => {
      const open = used(group, subnet, planned).find((each) => isPublic(each, planned));
      return open === undefined ? undefined : `is in ${open.name}, which an internet gateway reaches`;
    },
  },
];

function isPublic(own: PlannedResource, planned: readonly PlannedResource[]): boolean {
  return users(own, "aws:ec2/routeTableAssociation:RouteTableAssociation", planned)
    .flatMap((association) => used(association, "aws:ec2/routeTable:RouteTable", planned))
    .flatMap((table) => users(table, "aws:ec2/route:Route", planned))
    .some((route) => valueAt(route.inputs, "gatewayId") !== undefined);
}
