import type { Chart, LabelSelector, WebhookRule } from "../chart";
import { given, lockedDown, object } from "../values";

const service = "istiod";

const ofIstio: readonly WebhookRule[] = [
  {
    operations: ["CREATE", "UPDATE"],
    apiGroups: ["security.istio.io", "networking.istio.io", "telemetry.istio.io", "extensions.istio.io"],
    resources: ["*"],
  },
];
const newPods: readonly WebhookRule[] = [{ operations: ["CREATE"], apiGroups: [""], resources: ["pods"] }];

const select = (...matchExpressions: LabelSelector["matchExpressions"]): LabelSelector => ({ matchExpressions });
const unlabelled = (key: string) => ({ key, operator: "DoesNotExist" }) as const;
const labelled = (key: string, value: string) => ({ key, operator: "In", values: [value] }) as const;
const unlessRefused = { key: "sidecar.istio.io/inject", operator: "NotIn", values: ["false"] } as const;

/** By which istiod finds the configurations that it sets to fail. */
const revision = { "istio.io/rev": "default" };

/** https://github.com/istio/istio/tree/master/manifests/charts/base */
export const istioBase: Chart = {
  workloads: [],
  definitions: [{ module: "istio.io/api", folder: "kubernetes", files: ["customresourcedefinitions.gen.yaml"] }],
  webhooks: [
    {
      kind: "ValidatingWebhookConfiguration",
      name: "istiod-default-validator",
      service,
      labels: revision,
      webhooks: [{ name: "validation.istio.io", failurePolicy: "Ignore", rules: ofIstio }],
    },
  ],
};

/** https://github.com/istio/istio/tree/master/manifests/charts/istio-control/istio-discovery/templates */
export const istiod: Chart = {
  workloads: [
    {
      image: "docker.io/istio/pilot",
      defaults: { podDisruptionBudget: { minAvailable: 1 } },
      values: (values) => ({ ...values, securityContext: { ...lockedDown, ...given(values, ["seccompProfile"]) } }),
      webhookService: service,
    },
  ],
  webhooks: [
    {
      kind: "MutatingWebhookConfiguration",
      name: "istio-sidecar-injector",
      service,
      webhooks: [
        {
          name: "rev.namespace.sidecar-injector.istio.io",
          failurePolicy: "Fail",
          rules: newPods,
          namespaceSelector: select(labelled("istio.io/rev", "default"), unlabelled("istio-injection")),
          objectSelector: select(unlessRefused),
        },
        {
          name: "rev.object.sidecar-injector.istio.io",
          failurePolicy: "Fail",
          rules: newPods,
          namespaceSelector: select(unlabelled("istio.io/rev"), unlabelled("istio-injection")),
          objectSelector: select(unlessRefused, labelled("istio.io/rev", "default")),
        },
        {
          name: "namespace.sidecar-injector.istio.io",
          failurePolicy: "Fail",
          rules: newPods,
          namespaceSelector: select(labelled("istio-injection", "enabled")),
          objectSelector: select(unlessRefused),
        },
        {
          name: "object.sidecar-injector.istio.io",
          failurePolicy: "Fail",
          rules: newPods,
          namespaceSelector: select(unlabelled("istio-injection"), unlabelled("istio.io/rev")),
          objectSelector: select(labelled("sidecar.istio.io/inject", "true"), unlabelled("istio.io/rev")),
        },
      ],
    },
    {
      kind: "ValidatingWebhookConfiguration",
      name: "istio-validator-istio-system",
      service,
      labels: revision,
      webhooks: [
        {
          name: "rev.validation.istio.io",
          failurePolicy: "Ignore",
          rules: ofIstio,
          objectSelector: select(labelled("istio.io/rev", "default")),
        },
      ],
    },
  ],
};

/** https://github.com/istio/istio/tree/master/manifests/charts/istio-cni */
export const istioCni: Chart = {
  workloads: [
    {
      kind: "DaemonSet",
      name: "istio-cni-node",
      image: "docker.io/istio/install-cni",
      defaults: {
        priorityClassName: "system-node-critical",
        nodeSelector: { "kubernetes.io/os": "linux" },
        tolerations: [
          { effect: "NoSchedule", operator: "Exists" },
          { key: "CriticalAddonsOnly", operator: "Exists" },
          { effect: "NoExecute", operator: "Exists" },
        ],
      },
    },
  ],
};

/** https://github.com/istio/istio/blob/master/manifests/charts/gateway/templates/deployment.yaml */
export const istioGateway: Chart = {
  workloads: [
    {
      image: "docker.io/istio/proxyv2",
      values: ({ securityContext, ...values }) => ({ ...values, securityContext: { ...lockedDown, ...object(securityContext) } }),
    },
  ],
};
