import type { Properties, PropertyValue } from "../../../facts/properties/values";
import { isObject } from "../../../facts/properties/path";
import type { KubernetesObject } from "../objects";

/** What a chart makes beyond the rules that all charts share. */
interface Chart {
  /** Values that the chart itself sets where the program sets none. */
  readonly defaults: Properties;
  /** Repository, without a tag. */
  readonly image: string;
  /** The chart's values in the words that charts share, where it has others. */
  readonly shared?: (values: Properties) => Properties;
}

/** What charts say of their containers that run in namespaces of the "restricted" profile. */
const lockedDown: Properties = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
};

/**
 * Charts by name, from their values.yaml.
 * Webhooks and RBAC of charts are left out: no process stands behind a pod of the lab, and a webhook without one refuses everything.
 * Which kinds charts bring is in helmDefinitions.ts.
 */
const charts: Readonly<Record<string, Chart>> = {
  /** https://github.com/kubernetes/autoscaler/blob/master/charts/cluster-autoscaler/values.yaml */
  "cluster-autoscaler": {
    image: "registry.k8s.io/autoscaling/cluster-autoscaler",
    defaults: { podDisruptionBudget: { maxUnavailable: 1 }, priorityClassName: "system-cluster-critical" },
  },
  /** https://github.com/aws/eks-charts/blob/master/stable/aws-load-balancer-controller/values.yaml */
  "aws-load-balancer-controller": { image: "public.ecr.aws/eks/aws-load-balancer-controller", defaults: { replicaCount: 2 } },
  /** The operator alone: Prometheus and Alertmanager are its objects. https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/values.yaml */
  "kube-prometheus-stack": { image: "quay.io/prometheus-operator/prometheus-operator", defaults: {} },
  /** https://github.com/prometheus-community/helm-charts/blob/main/charts/prometheus-blackbox-exporter/values.yaml */
  "prometheus-blackbox-exporter": { image: "quay.io/prometheus/blackbox-exporter", defaults: {} },
  /** On nodes that it did not make, one on each. https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/charts/karpenter/values.yaml */
  karpenter: {
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
    shared: ({ replicas, controller, ...values }) => ({
      ...values,
      ...(replicas === undefined ? {} : { replicaCount: replicas }),
      ...given(object(controller), ["image", "resources"]),
    }),
  },
  /** https://github.com/external-secrets/external-secrets/blob/main/deploy/charts/external-secrets/values.yaml */
  "external-secrets": {
    image: "ghcr.io/external-secrets/external-secrets",
    defaults: { securityContext: { ...lockedDown, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } } },
  },
  /** Of its controllers, one for all. https://github.com/fluxcd-community/helm-charts/blob/main/charts/flux2/templates/source-controller.yaml */
  flux2: {
    image: "ghcr.io/fluxcd/source-controller",
    defaults: { securityContext: { ...lockedDown, seccompProfile: { type: "RuntimeDefault" } } },
  },
  /** Of its three parts the operator, for all. https://github.com/kedacore/charts/blob/v2.20.2/keda/values.yaml */
  keda: {
    image: "ghcr.io/kedacore/keda",
    defaults: { securityContext: { ...lockedDown, seccompProfile: { type: "RuntimeDefault" } } },
    shared: ({ operator, resources, podDisruptionBudget, ...values }) => ({
      ...values,
      ...given(object(operator), ["replicaCount"]),
      resources: object(object(resources)["operator"]),
      podDisruptionBudget: object(object(podDisruptionBudget)["operator"]),
    }),
  },
  /** https://github.com/istio/istio/blob/master/manifests/charts/istio-control/istio-discovery/templates/deployment.yaml */
  istiod: {
    image: "docker.io/istio/pilot",
    defaults: { podDisruptionBudget: { minAvailable: 1 } },
    shared: (values) => ({ ...values, securityContext: { ...lockedDown, ...given(values, ["seccompProfile"]) } }),
  },
  /** As a Deployment: the lab's nodes have no plugins to change. https://github.com/istio/istio/tree/master/manifests/charts/istio-cni */
  cni: { image: "docker.io/istio/install-cni", defaults: {} },
  /** https://github.com/istio/istio/blob/master/manifests/charts/gateway/templates/deployment.yaml */
  gateway: {
    image: "docker.io/istio/proxyv2",
    defaults: {},
    shared: ({ securityContext, ...values }) => ({ ...values, securityContext: { ...lockedDown, ...object(securityContext) } }),
  },
};

/** Whether it is known what a chart makes. */
export function hasModel(chart: string): boolean {
  return Object.hasOwn(charts, chart);
}

export interface ReleaseSpec {
  readonly name: string;
  readonly namespace: string;
  /** Last part of a chart's path, such as "aws-load-balancer-controller". */
  readonly chart: string;
  readonly version: string;
  readonly values: Properties;
}

/**
 * The objects of a release, by the rules that `helm create` gives every chart:
 * - everything is called `fullnameOverride`; else the release's name, with the chart's appended unless the one contains the other
 * - a ServiceAccount unless `serviceAccount.create` is false, called `serviceAccount.name`
 * - a Deployment of `replicaCount` pods with `image.repository:tag`, `resources`, `securityContext`, `podLabels`, `nodeSelector`, `tolerations`, `affinity`, `priorityClassName`,
 *   replaced as `strategy` says
 * - a PodDisruptionBudget where `podDisruptionBudget` says something
 *
 * @throws Error for a chart without a model, which no check lets through
 */
export function objectsOf(release: ReleaseSpec): readonly KubernetesObject[] {
  const chart = charts[release.chart];
  if (chart === undefined) throw new Error(`the lab has no model of chart ${release.chart}`);
  const shared = chart.shared ?? ((values) => values);
  const values: Properties = { replicaCount: 1, ...shared({ ...chart.defaults, ...release.values }) };
  const name = fullName(release, values);
  const selector = { "app.kubernetes.io/name": text(values["nameOverride"]) ?? release.chart, "app.kubernetes.io/instance": release.name };
  const labels = { ...selector, "app.kubernetes.io/managed-by": "Helm", "helm.sh/chart": `${release.chart}-${release.version}` };
  const metadata = { name, namespace: release.namespace, labels };
  const account = serviceAccount(name, values);
  return [
    ...(account.create
      ? [{ apiVersion: "v1", kind: "ServiceAccount", metadata: { ...metadata, name: account.name, annotations: account.annotations } }]
      : []),
    ...disruptionBudget(metadata, selector, values),
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        replicas: values["replicaCount"],
        ...given(values, ["strategy"]),
        selector: { matchLabels: selector },
        template: {
          metadata: { labels: { ...object(values["podLabels"]), ...selector } },
          spec: {
            serviceAccountName: account.name,
            containers: [container(release, chart, values)],
            ...given(values, ["nodeSelector", "tolerations", "affinity", "priorityClassName"]),
          },
        },
      },
    },
  ];
}

function container(release: ReleaseSpec, chart: Chart, values: Properties): Properties {
  const image = object(values["image"]);
  const repository = text(image["repository"]) ?? chart.image;
  return {
    name: release.chart,
    image: `${repository}:${text(image["tag"]) ?? `v${release.version}`}`,
    ...given(values, ["resources", "securityContext"]),
  };
}

function serviceAccount(
  fullname: string,
  values: Properties,
): { readonly create: boolean; readonly name: string; readonly annotations: Record<string, string> } {
  const { create, name, annotations } = object(values["serviceAccount"]);
  const creates = create !== false;
  const pairs = Object.entries(object(annotations)).map(
    ([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)] as const,
  );
  return { create: creates, name: text(name) ?? (creates ? fullname : "default"), annotations: Object.fromEntries(pairs) };
}

function disruptionBudget(
  metadata: KubernetesObject["metadata"],
  matchLabels: Readonly<Record<string, string>>,
  values: Properties,
): readonly KubernetesObject[] {
  const { minAvailable, maxUnavailable } = object(values["podDisruptionBudget"]);
  if (minAvailable === undefined && maxUnavailable === undefined) return [];
  const bound = minAvailable === undefined ? { maxUnavailable } : { minAvailable };
  return [{ apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata, spec: { ...bound, selector: { matchLabels } } }];
}

/** https://helm.sh/docs/chart_best_practices/ : 63 characters at most, without a hyphen at the end. */
function fullName(release: ReleaseSpec, values: Properties): string {
  const chart = text(values["nameOverride"]) ?? release.chart;
  const name = text(values["fullnameOverride"]) ?? (release.name.includes(chart) ? release.name : `${release.name}-${chart}`);
  return name.slice(0, 63).replace(/-+$/, "");
}

function given(values: Properties, keys: readonly string[]): Properties {
  return Object.fromEntries(keys.flatMap((key) => (values[key] === undefined || values[key] === null ? [] : [[key, values[key]]])));
}

function object(value: PropertyValue | undefined): Properties {
  return isObject(value) ? value : {};
}

function text(value: PropertyValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
