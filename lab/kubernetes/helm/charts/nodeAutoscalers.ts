import type { Chart } from "../chart";
import { given, object } from "../values";

/** https://github.com/kubernetes/autoscaler/blob/master/charts/cluster-autoscaler/values.yaml */
export const clusterAutoscaler: Chart = {
  workloads: [
    {
      image: "registry.k8s.io/autoscaling/cluster-autoscaler",
      defaults: { podDisruptionBudget: { maxUnavailable: 1 }, priorityClassName: "system-cluster-critical" },
    },
  ],
};

/** On nodes that it did not make, one on each. https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/charts/karpenter/values.yaml */
export const karpenter: Chart = {
  workloads: [
    {
      image: "public.ecr.aws/karpenter/controller",
      defaults: {
        replicas: 2,
        strategy: { rollingUpdate: { maxUnavailable: 1 } },
        podDisruptionBudget: { maxUnavailable: 1 },
        priorityClassName: "system-cluster-critical",
        nodeSelector: { "kubernetes.io/os": "linux" },
        tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }],
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: "karpenter.sh/nodepool", operator: "DoesNotExist" }] }],
            },
          },
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { "app.kubernetes.io/name": "karpenter" } } },
            ],
          },
        },
      },
      values: ({ replicas, controller, ...values }) => ({
        ...values,
        ...(replicas === undefined ? {} : { replicaCount: replicas }),
        ...given(object(controller), ["image", "resources"]),
      }),
    },
  ],
};

/** https://github.com/aws/karpenter-provider-aws/tree/main/charts/karpenter-crd */
export const karpenterCrd: Chart = {
  workloads: [],
  definitions: [{ module: "github.com/aws/karpenter-provider-aws", folder: "pkg/apis/crds" }],
};
