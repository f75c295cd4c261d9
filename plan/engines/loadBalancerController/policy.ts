import { arnIn } from "../../../catalogue/partitions";

/** The cluster whose Services get load balancers. */
export interface LoadBalancerScope {
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
}

/**
 * What the AWS Load Balancer Controller needs for Services of type LoadBalancer, and no more: no application load balancers, certificates,
 * firewalls or user pools. It reads everything and changes only what carries its cluster's tag, which it sets on all that it makes and
 * never takes off or gives away.
 * https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/docs/install/iam_policy.json
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
 * @returns JSON
 */
export function networkLoadBalancerPolicy({ account, region, cluster }: LoadBalancerScope): string {
  const arn = arnIn(region);
  const balancing = (resource: string) => `${arn}:elasticloadbalancing:${region}:${account}:${resource}`;
  const ec2 = (resource: string) => `${arn}:ec2:${region}:${account}:${resource}`;
  const balancers = balancing("loadbalancer/net/*");
  const targetGroups = balancing("targetgroup/*");
  const listeners = balancing("listener/net/*");
  const securityGroups = ec2("security-group/*");

  const made = { [`aws:RequestTag/${clusterTag}`]: cluster };
  const owned = { [`aws:ResourceTag/${clusterTag}`]: cluster };

  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Sid: "Look", Effect: "Allow", Action: reads, Resource: "*" },
      // The one read that names what it is about. The VPC's id is not known when this is written.
      { Sid: "LookIntoVpcs", Effect: "Allow", Action: "ec2:GetSecurityGroupsForVpc", Resource: ec2("vpc/*") },
      {
        Sid: "LetElasticLoadBalancingActInTheAccount",
        Effect: "Allow",
        Action: "iam:CreateServiceLinkedRole",
        Resource: `${arn}:iam::${account}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*`,
        Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
      },
      allow("CreateBalancers", ["elasticloadbalancing:CreateLoadBalancer"], balancers, made),
      allow("CreateTargetGroups", ["elasticloadbalancing:CreateTargetGroup"], targetGroups, made),
      allow("CreateListeners", ["elasticloadbalancing:CreateListener"], balancers, owned),
      allow("TagWhatIsCreated", ["elasticloadbalancing:AddTags"], [balancers, targetGroups, listeners], {
        ...made,
        "elasticloadbalancing:CreateAction": ["CreateLoadBalancer", "CreateTargetGroup", "CreateListener"],
      }),
      allow("ChangeBalancers", balancerChanges, balancers, owned),
      allow("ChangeTargetGroups", targetGroupChanges, targetGroups, owned),
      allow("ChangeListeners", listenerChanges, listeners, owned),
      allowRetagging("Retag", tagging, [balancers, targetGroups, listeners], owned),
      {
        Sid: "CreateSecurityGroupsInAnyVpc",
        Effect: "Allow",
        Action: "ec2:CreateSecurityGroup",
        // The group itself is the next statement's; EC2 asks for both.
        Resource: ec2("vpc/*"),
      },
      allow("CreateSecurityGroups", ["ec2:CreateSecurityGroup"], securityGroups, made),
      allow("TagCreatedSecurityGroups", ["ec2:CreateTags"], securityGroups, { ...made, "ec2:CreateAction": "CreateSecurityGroup" }),
      allow("ChangeSecurityGroups", ["ec2:DeleteSecurityGroup", ...ruleChanges], securityGroups, owned),
      allowRetagging("RetagSecurityGroups", ["ec2:CreateTags", "ec2:DeleteTags"], securityGroups, owned),
      // EKS tags the group that the nodes are in; targets must let the balancer in.
      allow("OpenNodes", ruleChanges, securityGroups, { [`aws:ResourceTag/kubernetes.io/cluster/${cluster}`]: "owned" }),
    ],
  });
}

function allow(sid: string, actions: readonly string[], resource: string | string[], equals: Record<string, string | string[]>) {
  return { Sid: sid, Effect: "Allow", Action: actions, Resource: resource, Condition: { StringEquals: equals } };
}

/** Every tag but the cluster's: a resource without it is beyond the reach of its own controller, and one with another cluster's within the other's. */
function allowRetagging(sid: string, actions: readonly string[], resource: string | string[], equals: Record<string, string>) {
  const { Condition, ...statement } = allow(sid, actions, resource, equals);
  return { ...statement, Condition: { ...Condition, "ForAllValues:StringNotEquals": { "aws:TagKeys": [clusterTag] } } };
}

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/#aws-resource-tags */
const clusterTag = "elbv2.k8s.aws/cluster";

const reads = [
  "ec2:DescribeAccountAttributes",
  "ec2:DescribeAddresses",
  "ec2:DescribeAvailabilityZones",
  "ec2:DescribeInstances",
  "ec2:DescribeInternetGateways",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeTags",
  "ec2:DescribeVpcPeeringConnections",
  "ec2:DescribeVpcs",
  "elasticloadbalancing:DescribeListenerAttributes",
  "elasticloadbalancing:DescribeListenerCertificates",
  "elasticloadbalancing:DescribeListeners",
  "elasticloadbalancing:DescribeLoadBalancerAttributes",
  "elasticloadbalancing:DescribeLoadBalancers",
  "elasticloadbalancing:DescribeRules",
  "elasticloadbalancing:DescribeSSLPolicies",
  "elasticloadbalancing:DescribeTags",
  "elasticloadbalancing:DescribeTargetGroupAttributes",
  "elasticloadbalancing:DescribeTargetGroups",
  "elasticloadbalancing:DescribeTargetHealth",
];

const tagging = ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"];

const balancerChanges = [
  "elasticloadbalancing:DeleteLoadBalancer",
  "elasticloadbalancing:ModifyLoadBalancerAttributes",
  "elasticloadbalancing:SetIpAddressType",
  "elasticloadbalancing:SetSecurityGroups",
  "elasticloadbalancing:SetSubnets",
];

const targetGroupChanges = [
  "elasticloadbalancing:DeleteTargetGroup",
  "elasticloadbalancing:DeregisterTargets",
  "elasticloadbalancing:ModifyTargetGroup",
  "elasticloadbalancing:ModifyTargetGroupAttributes",
  "elasticloadbalancing:RegisterTargets",
];

const listenerChanges = [
  "elasticloadbalancing:DeleteListener",
  "elasticloadbalancing:ModifyListener",
  "elasticloadbalancing:ModifyListenerAttributes",
];

const ruleChanges = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"];
