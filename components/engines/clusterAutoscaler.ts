import * as pulumi from "@pulumi/pulumi";
import type { ClusterAutoscalerPlan, EksPlan } from "../../plan/model/eks";
import type { EksCluster } from "../cluster/eks";
import type { EksAddonsAfterNodes } from "../cluster/eks/addons";
import { grantToPods, type ServiceAccount } from "../identity/podIdentity";
import { installChart } from "../kubernetes/chart";

export interface ClusterAutoscalerArgs {
  readonly plan: EksPlan;
  readonly autoscaler: ClusterAutoscalerPlan;
  readonly cluster: EksCluster;
  /** Cluster DNS, and with it the nodes that it runs on. */
  readonly addons: EksAddonsAfterNodes;
}

/**
 * Sizes an EKS cluster's node groups by the pods that wait. Takes two providers: aws for its permissions, kubernetes for itself.
 * https://github.com/kubernetes/autoscaler/tree/master/cluster-autoscaler/cloudprovider/aws
 */
export class ClusterAutoscaler extends pulumi.ComponentResource {
  constructor(name: string, args: ClusterAutoscalerArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:platform:ClusterAutoscaler", name, {}, opts);
    const { plan, cluster } = args;
    const permissions = grantToPods(
      name,
      { plan, clusterName: cluster.clusterName, serviceAccount, roleName: plan.names.clusterAutoscalerRole },
      { name: "node-groups", policy: nodeGroupPolicy(plan) },
      { parent: this },
    );
    createRelease(`${name}-release`, args, { parent: this, dependsOn: [...permissions, ...args.addons.addons] });
    this.registerOutputs({});
  }
}

const serviceAccount: ServiceAccount = { namespace: "kube-system", name: "cluster-autoscaler" };

/**
 * It looks at everything, and sizes only the groups that EKS has tagged as this cluster's. What labels and taints an empty group's first
 * node would have it asks EKS, where they are written: tags on the group's scaling group would be a second copy, which EKS neither makes
 * nor keeps when they change, and the answer of EKS wins over them. https://github.com/kubernetes/autoscaler/pull/4491
 * https://docs.aws.amazon.com/eks/latest/best-practices/cas.html#_employ_least_privileged_access_to_the_iam_role
 * @returns JSON
 */
function nodeGroupPolicy({ account, region, names }: EksPlan): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Sid: "Look", Effect: "Allow", Action: reads, Resource: "*" },
      {
        Sid: "LookAtNodeGroups",
        Effect: "Allow",
        Action: "eks:DescribeNodegroup",
        Resource: `arn:aws:eks:${region}:${account}:nodegroup/${names.cluster}/*/*`,
      },
      {
        Sid: "SizeGroups",
        Effect: "Allow",
        Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
        Resource: `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/eks-*`,
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

function createRelease(
  name: string,
  { plan, autoscaler: { controller, expanderPriorities }, cluster }: ClusterAutoscalerArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const { chart, image } = plan.versions.clusterAutoscaler;
  installChart(
    name,
    {
      ...serviceAccount,
      chart,
      values: {
        fullnameOverride: serviceAccount.name,
        cloudProvider: "aws",
        // Said, because pods cannot ask the node's metadata service: its hop limit is 1.
        awsRegion: plan.region,
        // EKS tags the groups that it manages with this name.
        autoDiscovery: { clusterName: cluster.clusterName },
        image: { tag: image },
        replicaCount: controller.replicas,
        rbac: { serviceAccount: { create: true, name: serviceAccount.name } },
        // Without a CPU limit: a throttled autoscaler is late when it is needed.
        resources: { requests: controller.requests, limits: { memory: controller.requests.memory } },
        extraArgs: settingsOf(plan),
        expanderPriorities,
      },
    },
    opts,
  );
}

/** https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#what-are-the-parameters-to-ca */
function settingsOf({ nodeAutoscaling }: EksPlan) {
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
