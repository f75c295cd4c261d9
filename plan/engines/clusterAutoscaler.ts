import { arnIn } from "../../catalogue/partitions";
import type { NodeAutoscaling } from "../model/cluster";
import type { EnginePlan, EnginePods } from "../model/engines/plan";
import type { ServiceAccount } from "../model/identity";
import { nothingElse } from "./engine";
import { type EksEngineContext, systemIdentity } from "./eks";

const pods: EnginePods = { replicas: 1, requests: { cpu: "100m", memory: "600Mi" } };
const serviceAccount: ServiceAccount = { namespace: "kube-system", name: "cluster-autoscaler" };

/**
 * Sizes an EKS cluster's node groups by the pods that wait.
 * https://github.com/kubernetes/autoscaler/tree/master/cluster-autoscaler/cloudprovider/aws
 *
 * @param expanderPriorities expressions for node groups by priority
 */
export function clusterAutoscalerPlan(
  context: EksEngineContext,
  nodeAutoscaling: NodeAutoscaling,
  expanderPriorities: Readonly<Record<string, readonly string[]>>,
): EnginePlan {
  const { chart, image } = context.versions.clusterAutoscaler;
  return {
    ...nothingElse,
    component: { type: "ClusterAutoscaler", name: "cluster-autoscaler" },
    namespace: undefined,
    identity: systemIdentity(serviceAccount, context.names.clusterAutoscalerRole, {
      name: "node-groups",
      policy: nodeGroupPolicy(context),
    }),
    charts: [
      {
        step: "release",
        release: serviceAccount.name,
        namespace: serviceAccount.namespace,
        chart,
        values: {
          fullnameOverride: serviceAccount.name,
          cloudProvider: "aws",
          // Said, because pods cannot ask the node's metadata service: its hop limit is 1.
          awsRegion: context.region,
          // EKS tags the groups that it manages with this name.
          autoDiscovery: { clusterName: { $ref: "clusterName" } },
          image: { tag: image },
          replicaCount: pods.replicas,
          rbac: { serviceAccount: { create: true, name: serviceAccount.name } },
          // Without a CPU limit: a throttled autoscaler is late when it is needed.
          resources: { requests: pods.requests, limits: { memory: pods.requests.memory } },
          extraArgs: settingsOf(nodeAutoscaling),
          expanderPriorities,
        },
        after: { identity: true, nodes: true },
      },
    ],
    objects: [],
    pods: [pods],
    networkAccess: { awsServices: ["autoscaling"] },
  };
}

/**
 * It looks at everything, and sizes only the groups that EKS has tagged as this cluster's. What labels and taints an empty group's first
 * node would have it asks EKS, where they are written: tags on the group's scaling group would be a second copy, which EKS neither makes
 * nor keeps when they change, and the answer of EKS wins over them. https://github.com/kubernetes/autoscaler/pull/4491
 * https://docs.aws.amazon.com/eks/latest/best-practices/cas.html#_employ_least_privileged_access_to_the_iam_role
 * @returns JSON
 */
function nodeGroupPolicy({ account, region, names }: EksEngineContext): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Sid: "Look", Effect: "Allow", Action: reads, Resource: "*" },
      {
        Sid: "LookAtNodeGroups",
        Effect: "Allow",
        Action: "eks:DescribeNodegroup",
        Resource: `${arnIn(region)}:eks:${region}:${account}:nodegroup/${names.cluster}/*/*`,
      },
      {
        Sid: "SizeGroups",
        Effect: "Allow",
        Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
        Resource: `${arnIn(region)}:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/eks-*`,
        Condition: { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${names.cluster}`]: "owned" } },
      },
    ],
  });
}

const reads = [
  "autoscaling:DescribeAutoScalingGroups",
  "autoscaling:DescribeAutoScalingInstances",
  "autoscaling:DescribeLaunchConfigurations",
  "autoscaling:DescribeScalingActivities",
  "autoscaling:DescribeTags",
  "ec2:DescribeImages",
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeLaunchTemplateVersions",
  "ec2:GetInstanceTypesFromInstanceRequirements",
];

/** https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#what-are-the-parameters-to-ca */
function settingsOf(nodeAutoscaling: NodeAutoscaling) {
  const { scaleDownDelayAfterDeleteMinutes: afterDelete } = nodeAutoscaling;
  return {
    v: 4,
    stderrthreshold: "info",
    // Spot before on-demand, and among equals whatever leaves the least idle.
    expander: "priority,least-waste",
    "balance-similar-node-groups": true,
    "skip-nodes-with-local-storage": nodeAutoscaling.skipNodesWithLocalStorage,
    "skip-nodes-with-system-pods": nodeAutoscaling.skipNodesWithSystemPods,
    "scale-down-enabled": true,
    "scale-down-delay-after-add": `${nodeAutoscaling.scaleDownDelayAfterAddMinutes}m`,
    ...(afterDelete === undefined ? {} : { "scale-down-delay-after-delete": `${afterDelete}m` }),
    "scale-down-delay-after-failure": `${nodeAutoscaling.scaleDownDelayAfterFailureMinutes}m`,
    "scale-down-unneeded-time": `${nodeAutoscaling.scaleDownUnneededMinutes}m`,
    "scale-down-utilization-threshold": nodeAutoscaling.scaleDownUtilizationPercent / 100,
    "max-node-provision-time": `${nodeAutoscaling.maxNodeProvisionMinutes}m`,
  };
}
