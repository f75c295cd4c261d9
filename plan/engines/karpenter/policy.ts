import { arnIn, knownPartition, machinesService } from "../../../catalogue/partitions";
import type { EksEngineContext } from "../eks";

interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * What Karpenter 1.14 needs: it starts, tags and stops machines of its own cluster, gives them the one role that they may have, and looks
 * around. Instance profiles it only reads, since its nodes' one is the program's.
 * https://karpenter.sh/v1.14/reference/cloudformation/
 * @returns JSON, within the 10,240 characters of a role's inline policies
 */
export function karpenterPolicy(plan: EksEngineContext): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [...machines(plan), ...surroundings(plan)] });
}

/** What the controller makes carries both of the cluster's tags and its pool's, from the very call that makes it. */
function machines({ region, names: { cluster } }: EksEngineContext): Statement[] {
  const arn = arnIn(region);
  const ec2 = (...kinds: readonly string[]) => kinds.map((kind) => `${arn}:ec2:${region}:*:${kind}/*`);
  const made = ec2("fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request");
  const owned = `kubernetes.io/cluster/${cluster}`;
  const asked = { [`aws:RequestTag/${owned}`]: "owned", "aws:RequestTag/eks:eks-cluster-name": cluster };
  const askedForPool = { "aws:RequestTag/karpenter.sh/nodepool": "*" };
  const own = { StringEquals: { [`aws:ResourceTag/${owned}`]: "owned" }, StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" } };
  return [
    {
      Sid: "StartFromWhatIsThere",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: [`${arn}:ec2:${region}::image/*`, `${arn}:ec2:${region}::snapshot/*`, ...ec2("security-group", "subnet")],
    },
    {
      Sid: "StartFromOwnTemplates",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: ec2("launch-template"),
      Condition: own,
    },
    {
      Sid: "StartWithTags",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
      Resource: made,
      Condition: { StringEquals: asked, StringLike: askedForPool },
    },
    {
      Sid: "TagWhatIsStarted",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: made,
      Condition: {
        StringEquals: { ...asked, "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"] },
        StringLike: askedForPool,
      },
    },
    {
      Sid: "TagOwnMachines",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: ec2("instance"),
      Condition: {
        ...own,
        StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": cluster },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"] },
      },
    },
    {
      Sid: "StopOwnMachines",
      Effect: "Allow",
      Action: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
      Resource: ec2("instance", "launch-template"),
      Condition: own,
    },
  ];
}

function surroundings({ account, region, names }: EksEngineContext): Statement[] {
  const arn = arnIn(region);
  const inRegion = { StringEquals: { "aws:RequestedRegion": region } };
  return [
    {
      Sid: "GiveNodesTheirRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: `${arn}:iam::${account}:role/${names.karpenterNodeRole}`,
      Condition: { StringEquals: { "iam:PassedToService": machinesService[knownPartition(region)] } },
    },
    {
      Sid: "ReadInterruptions",
      Effect: "Allow",
      Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      Resource: `${arn}:sqs:${region}:${account}:${names.interruptionQueue}`,
    },
    {
      Sid: "LookAtCluster",
      Effect: "Allow",
      Action: "eks:DescribeCluster",
      Resource: `${arn}:eks:${region}:${account}:cluster/${names.cluster}`,
    },
    { Sid: "Look", Effect: "Allow", Action: reads, Resource: "*", Condition: inRegion },
    { Sid: "LookUpImages", Effect: "Allow", Action: "ssm:GetParameter", Resource: `${arn}:ssm:${region}::parameter/aws/service/*` },
    { Sid: "LookUpPrices", Effect: "Allow", Action: "pricing:GetProducts", Resource: "*" },
    // It removes a class of nodes only once it has seen that no profile of its own making is left.
    { Sid: "ListProfiles", Effect: "Allow", Action: "iam:ListInstanceProfiles", Resource: "*" },
    {
      Sid: "ReadProfiles",
      Effect: "Allow",
      Action: "iam:GetInstanceProfile",
      Resource: `${arn}:iam::${account}:instance-profile/*`,
    },
  ];
}

const reads = [
  "ec2:DescribeCapacityReservations",
  "ec2:DescribeImages",
  "ec2:DescribeInstanceStatus",
  "ec2:DescribeInstanceTypeOfferings",
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeInstances",
  "ec2:DescribeLaunchTemplates",
  "ec2:DescribePlacementGroups",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSpotPriceHistory",
  "ec2:DescribeSubnets",
];
