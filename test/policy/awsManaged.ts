/** A statement of a policy, as far as it asks for tags. */
export interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

const ec2 = (kind: string) => `arn:aws:ec2:*:*:${kind}/*`;
const ofCluster = (key: string) => ({ StringEquals: { [key]: "${aws:PrincipalTag/eks-cluster-name}" } });
const namedFor = "ebs.csi.aws.com/cluster-name";

/**
 * What policies that AWS maintains ask of tags, by their names. Read on 2026-11-28.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html
 */
export const managedPolicies: Readonly<Record<string, readonly Statement[]>> = {
  AmazonEC2ContainerRegistryPullOnly: [],
  /** The last condition is the VPC CNI's affair: it tags its own interfaces. */
  AmazonEKSClusterPolicy: [
    {
      Sid: "DeletesInterfacesOfPods",
      Action: "ec2:DeleteNetworkInterface",
      Resource: ec2("network-interface"),
      Condition: { StringEquals: { "ec2:ResourceTag/eks:eni:owner": "amazon-vpc-cni" } },
    },
  ],
  AmazonEKSWorkerNodePolicy: [],
  AmazonEKS_CNI_Policy: [],
  /** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEBSCSIDriverEKSClusterScopedPolicy.html */
  AmazonEBSCSIDriverEKSClusterScopedPolicy: [
    {
      Sid: "MakesVolumesAndSnapshots",
      Action: ["ec2:CreateVolume", "ec2:CopyVolumes", "ec2:CreateSnapshot"],
      Resource: [ec2("volume"), ec2("snapshot")],
      Condition: ofCluster(`aws:RequestTag/${namedFor}`),
    },
    {
      Sid: "ManagesVolumes",
      Action: ["ec2:ModifyVolume", "ec2:AttachVolume", "ec2:DetachVolume", "ec2:DeleteVolume", "ec2:CopyVolumes", "ec2:CreateSnapshot"],
      Resource: ec2("volume"),
      Condition: ofCluster(`ec2:ResourceTag/${namedFor}`),
    },
    {
      Sid: "ManagesSnapshots",
      Action: ["ec2:CreateVolume", "ec2:EnableFastSnapshotRestores", "ec2:DeleteSnapshot", "ec2:LockSnapshot"],
      Resource: ec2("snapshot"),
      Condition: ofCluster(`ec2:ResourceTag/${namedFor}`),
    },
    ...["eks:cluster-name", namedFor].map((key) => ({
      Sid: `AttachesToMachinesBy ${key}`,
      Action: ["ec2:AttachVolume", "ec2:DetachVolume"],
      Resource: ec2("instance"),
      Condition: ofCluster(`ec2:ResourceTag/${key}`),
    })),
  ],
};
