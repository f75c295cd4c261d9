import type { Chart, LabelSelector, WebhookRule } from "../chart";
import { section } from "../values";

const service = "aws-load-balancer-webhook-service";

const labelled = (key: string, value: string): LabelSelector => ({ matchExpressions: [{ key, operator: "In", values: [value] }] });
const notItsOwn: LabelSelector = {
  matchExpressions: [{ key: "app.kubernetes.io/name", operator: "NotIn", values: ["aws-load-balancer-controller"] }],
};
const newPods: readonly WebhookRule[] = [{ operations: ["CREATE"], apiGroups: [""], resources: ["pods"] }];
const ofKind = (apiGroup: string, resource: string): readonly WebhookRule[] => [
  { operations: ["CREATE", "UPDATE"], apiGroups: [apiGroup], resources: [resource] },
];

const agentKey = "elbv2.k8s.aws/alb-target-control-agent-injection";

/** https://github.com/aws/eks-charts/blob/master/stable/aws-load-balancer-controller/templates/webhook.yaml */
export const awsLoadBalancerController: Chart = {
  workloads: [{ image: "public.ecr.aws/eks/aws-load-balancer-controller", defaults: { replicaCount: 2 }, webhookService: service }],
  webhooks: [
    {
      kind: "MutatingWebhookConfiguration",
      name: "aws-load-balancer-webhook",
      service,
      webhooks: [
        {
          name: "mpod.elbv2.k8s.aws",
          failurePolicy: "Ignore",
          rules: newPods,
          namespaceSelector: labelled("elbv2.k8s.aws/pod-readiness-gate-inject", "enabled"),
          objectSelector: notItsOwn,
        },
        {
          name: "quicid.elbv2.k8s.aws",
          failurePolicy: "Fail",
          rules: newPods,
          namespaceSelector: labelled("elbv2.k8s.aws/quic-server-id-inject", "enabled"),
          objectSelector: notItsOwn,
        },
        {
          name: "alb-target-control.namespace.elbv2.k8s.aws",
          failurePolicy: "Fail",
          rules: newPods,
          namespaceSelector: labelled(agentKey, "enabled"),
          objectSelector: notItsOwn,
        },
        { name: "mtargetgroupbinding.elbv2.k8s.aws", failurePolicy: "Fail", rules: ofKind("elbv2.k8s.aws", "targetgroupbindings") },
        {
          name: "mservice.elbv2.k8s.aws",
          isAskedFor: (values) => values["enableServiceMutatorWebhook"] !== false,
          failurePolicy: "Fail",
          rules: [{ operations: ["CREATE"], apiGroups: [""], resources: ["services"] }],
          objectSelector: notItsOwn,
        },
      ],
    },
    {
      kind: "ValidatingWebhookConfiguration",
      name: "aws-load-balancer-webhook",
      service,
      webhooks: [
        { name: "vingressclassparams.elbv2.k8s.aws", failurePolicy: "Fail", rules: ofKind("elbv2.k8s.aws", "ingressclassparams") },
        { name: "vtargetgroupbinding.elbv2.k8s.aws", failurePolicy: "Fail", rules: ofKind("elbv2.k8s.aws", "targetgroupbindings") },
        {
          name: "vingress.elbv2.k8s.aws",
          isAskedFor: (values) => section(values, "webhookConfig")["disableIngressValidation"] !== true,
          failurePolicy: "Fail",
          rules: ofKind("networking.k8s.io", "ingresses"),
        },
      ],
    },
  ],
};
