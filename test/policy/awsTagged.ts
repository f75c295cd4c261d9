import { listAt, valueAt } from "../../policy/checks";
import type { RecordedResource } from "../../preview/record/recording";
import type { Statement } from "./awsManaged";

/** Something that is in AWS once a cluster runs, with all tags that it has then. */
export interface Tagged {
  /** As ARNs name it: "instance". */
  readonly kind: string;
  readonly maker: "node group" | "Karpenter" | "volume driver" | "EKS" | "load balancer controller" | "VPC CNI";
  readonly tags: Readonly<Record<string, string>>;
}

/** What a cluster's machines, disks and balancers are tagged with: by what is planned, and by whoever makes them. */
export function taggedOf(cluster: string, resources: readonly RecordedResource[]): readonly Tagged[] {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  return [
    ...ofType("aws:ec2/launchTemplate:LaunchTemplate").flatMap((template) => nodeGroups(cluster, template)),
    ...ofType("aws:eks/nodeGroup:NodeGroup").map(({ inputs }) => scalingGroup(cluster, textsOf(inputs["tags"]))),
    ...ofType("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass").flatMap(({ inputs }) =>
      karpenters(cluster, textsOf(valueAt(inputs, "spec.tags"))),
    ),
    ...made(cluster),
  ];
}

/** EKS adds two tags to what a group starts. https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html */
function nodeGroups(cluster: string, { inputs }: RecordedResource): readonly Tagged[] {
  return listAt(inputs, "tagSpecifications").map((specification) => ({
    kind: String(valueAt(specification, "resourceType")),
    maker: "node group",
    tags: {
      ...textsOf(valueAt(specification, "tags")),
      ...(valueAt(specification, "resourceType") === "instance" ? { "eks:cluster-name": cluster, "eks:nodegroup-name": "any" } : {}),
    },
  }));
}

/** https://docs.aws.amazon.com/eks/latest/best-practices/cas.html */
function scalingGroup(cluster: string, tags: Tagged["tags"]): Tagged {
  const own = {
    "eks:cluster-name": cluster,
    [`kubernetes.io/cluster/${cluster}`]: "owned",
    [`k8s.io/cluster-autoscaler/${cluster}`]: "owned",
  };
  return { kind: "autoScalingGroup", maker: "node group", tags: { ...tags, ...own } };
}

/** https://karpenter.sh/docs/concepts/nodeclasses/#spectags */
function karpenters(cluster: string, tags: Tagged["tags"]): readonly Tagged[] {
  const own = {
    [`kubernetes.io/cluster/${cluster}`]: "owned",
    "eks:eks-cluster-name": cluster,
    "karpenter.sh/nodepool": "any",
    "karpenter.k8s.aws/ec2nodeclass": "default",
  };
  return ["fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request"].map((kind) => ({
    kind,
    maker: "Karpenter",
    tags: { ...tags, ...own },
  }));
}

function made(cluster: string): readonly Tagged[] {
  // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/issues/2918
  const volumes = { "ebs.csi.aws.com/cluster": "true", "ebs.csi.aws.com/cluster-name": cluster };
  // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/#aws-resource-tags
  const balancing = { "elbv2.k8s.aws/cluster": cluster };
  return [
    ...["volume", "snapshot"].map((kind): Tagged => ({ kind, maker: "volume driver", tags: volumes })),
    ...["loadbalancer", "targetgroup", "listener", "security-group"].map((kind): Tagged => ({
      kind,
      maker: "load balancer controller",
      tags: balancing,
    })),
    // https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
    { kind: "security-group", maker: "EKS", tags: { [`kubernetes.io/cluster/${cluster}`]: "owned" } },
    // https://github.com/aws/amazon-vpc-cni-k8s#eni-tags-related-to-allocation
    { kind: "network-interface", maker: "VPC CNI", tags: { "eks:eni:owner": "amazon-vpc-cni", "cluster.k8s.amazonaws.com/name": cluster } },
  ];
}

function textsOf(tags: unknown): Readonly<Record<string, string>> {
  const entries = typeof tags === "object" && tags !== null ? Object.entries(tags) : [];
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}

/** Kinds of resources that a statement is about; none where it is about everything. */
export function kindsOf({ Resource }: Statement): readonly string[] {
  return [Resource].flat().flatMap((arn) => /^arn:[^:]*:[^:]*:[^:]*:[^:]*:([^/:]+)/.exec(arn)?.[1] ?? []);
}

/** Tags that a statement asks for, whether of what is there or of what is being made, with the values that would do. */
export function wantedTags({ Condition = {} }: Statement, cluster: string): ReadonlyMap<string, readonly string[]> {
  const wanted = new Map<string, readonly string[]>();
  for (const operator of ["StringEquals", "StringLike"])
    for (const [key, values] of Object.entries(Condition[operator] ?? {})) {
      const [, tag] = /^(?:aws|ec2):(?:Resource|Request)Tag\/(.+)$/.exec(key) ?? [];
      if (tag !== undefined)
        wanted.set(
          tag,
          [values].flat().map((value) => value.replace("${aws:PrincipalTag/eks-cluster-name}", cluster)),
        );
    }
  return wanted;
}

export function isMet(statement: Statement, cluster: string, { tags }: Tagged): boolean {
  return [...wantedTags(statement, cluster)].every(([tag, values]) => {
    const has = tags[tag];
    return has !== undefined && values.some((value) => value === "*" || value === has);
  });
}
