import { chartInRegistry, chartInRepository, type ChartVersion } from "./charts";

/**
 * Versions of what the fleet installs, checked 2026-11-22. Every one has the page beside it that lists newer ones. After a change of a chart's:
 * `npm run charts -- --lock`.
 */

/** What an EKS cluster runs beside its control plane. */
export interface EksVersions {
  readonly addons: {
    readonly vpcCni: string;
    readonly kubeProxy: string;
    readonly podIdentityAgent: string;
    readonly coreDns: string;
    readonly ebsCsiDriver: string;
    readonly metricsServer: string;
  };
  readonly loadBalancerController: ChartVersion;
  readonly clusterAutoscaler: {
    readonly chart: ChartVersion;
    /** Tag; its minor is the cluster's. https://github.com/kubernetes/autoscaler/releases */
    readonly image: string;
  };
  readonly karpenter: {
    readonly controller: ChartVersion;
    /** The kinds of its objects, which an upgrade of the other chart would leave as they are. */
    readonly crds: ChartVersion;
    /** Alias of the nodes' images for every minor and architecture, at a release: "al2023@v20260930". */
    readonly nodeImage: string;
  };
}

/** https://github.com/kubernetes-sigs/aws-load-balancer-controller/releases */
const loadBalancerController = chartInRepository("https://aws.github.io/eks-charts", "aws-load-balancer-controller", "3.5.0");

/** https://github.com/kubernetes/autoscaler/tree/master/charts/cluster-autoscaler */
const clusterAutoscaler = chartInRepository("https://kubernetes.github.io/autoscaler", "cluster-autoscaler", "9.59.0");

/**
 * Of one release. https://github.com/aws/karpenter-provider-aws/releases
 * Runs every minor below: https://karpenter.sh/docs/upgrading/compatibility/
 */
const karpenterVersion = "1.14.1";
export const karpenter: EksVersions["karpenter"] = {
  controller: chartInRegistry("oci://public.ecr.aws/karpenter/karpenter", karpenterVersion),
  crds: chartInRegistry("oci://public.ecr.aws/karpenter/karpenter-crd", karpenterVersion),
  // https://github.com/awslabs/amazon-eks-ami/releases
  nodeImage: "al2023@v20260930",
};

/** Engines that any cluster may run. */
export const platformCharts = {
  /** Of Flux 2.8.5. https://github.com/fluxcd-community/helm-charts/releases */
  flux: chartInRepository("https://fluxcd-community.github.io/helm-charts", "flux2", "2.18.3"),
  /** The last one that is said to run on 1.35. https://github.com/kedacore/charts/releases */
  keda: chartInRepository("https://kedacore.github.io/charts", "keda", "2.20.2"),
  /** Of operator 0.93.1, as the stack below. https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus-operator-crds */
  prometheusOperatorCrds: chartInRegistry("oci://ghcr.io/prometheus-community/charts/prometheus-operator-crds", "31.0.1"),
  /** Of operator 0.93.1. https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack */
  kubePrometheusStack: chartInRegistry("oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack", "88.5.3"),
  /** Of exporter 0.28.0. https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus-blackbox-exporter */
  blackboxExporter: chartInRegistry("oci://ghcr.io/prometheus-community/charts/prometheus-blackbox-exporter", "11.17.2"),
  /** Read at this version, with what it offers to leave out. https://github.com/external-secrets/external-secrets/releases */
  externalSecrets: chartInRepository("https://charts.external-secrets.io", "external-secrets", "2.9.0"),
} satisfies Readonly<Record<string, ChartVersion>>;

/** All of one version. https://istio.io/latest/docs/releases/supported-releases/ */
const istio = (chart: string): ChartVersion => chartInRepository("https://istio-release.storage.googleapis.com/charts", chart, "1.31.4");

export const istioCharts = {
  base: istio("base"),
  cni: istio("cni"),
  istiod: istio("istiod"),
  gateway: istio("gateway"),
} satisfies Readonly<Record<string, ChartVersion>>;

/** https://docs.aws.amazon.com/eks/latest/userguide/managing-vpc-cni.html */
const vpcCni = "v1.22.4-eksbuild.3";

/** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-release-notes.html */
const podIdentityAgent = "v1.3.10-eksbuild.3";

/** From 1.58, which the policy of its role needs. https://github.com/kubernetes-sigs/aws-ebs-csi-driver/releases */
const ebsCsiDriver = "v1.66.0-eksbuild.1";

/** https://docs.aws.amazon.com/eks/latest/userguide/community-addons.html */
const metricsServer = "v0.8.1-eksbuild.10";

/**
 * By Kubernetes minor; a minor without an entry is one that this program does not run on EKS.
 * https://docs.aws.amazon.com/eks/latest/userguide/managing-kube-proxy.html
 * https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html
 */
export const eksVersions: Readonly<Record<string, EksVersions>> = {
  "1.34": {
    addons: { vpcCni, kubeProxy: "v1.34.6-eksbuild.2", podIdentityAgent, coreDns: "v1.13.2-eksbuild.7", ebsCsiDriver, metricsServer },
    loadBalancerController,
    clusterAutoscaler: { chart: clusterAutoscaler, image: "v1.34.5" },
    karpenter,
  },
  "1.35": {
    addons: { vpcCni, kubeProxy: "v1.35.3-eksbuild.18", podIdentityAgent, coreDns: "v1.14.3-eksbuild.3", ebsCsiDriver, metricsServer },
    loadBalancerController,
    clusterAutoscaler: { chart: clusterAutoscaler, image: "v1.35.2" },
    karpenter,
  },
  "1.36": {
    addons: { vpcCni, kubeProxy: "v1.36.0-eksbuild.21", podIdentityAgent, coreDns: "v1.14.3-eksbuild.16", ebsCsiDriver, metricsServer },
    loadBalancerController,
    clusterAutoscaler: { chart: clusterAutoscaler, image: "v1.36.1" },
    karpenter,
  },
};

/** Every chart that any stack may install, each once, by name. */
export const installedCharts: readonly ChartVersion[] = byName([
  ...Object.values(eksVersions).flatMap(({ loadBalancerController, clusterAutoscaler, karpenter }) => [
    loadBalancerController,
    clusterAutoscaler.chart,
    karpenter.controller,
    karpenter.crds,
  ]),
  ...Object.values(platformCharts),
  ...Object.values(istioCharts),
]);

/** One version of a chart may serve several minors of Kubernetes. */
function byName(charts: readonly ChartVersion[]): readonly ChartVersion[] {
  const each = [...new Map(charts.map((chart) => [chart.archive, chart])).values()];
  return each.sort((a, b) => (a.archive < b.archive ? -1 : 1));
}
