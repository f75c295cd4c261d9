import type { ChartFacts } from "./chart";
import { awsLoadBalancerController } from "./awsLoadBalancerController";
import { clusterAutoscaler } from "./clusterAutoscaler";
import { externalSecrets } from "./externalSecrets";
import { flux2 } from "./flux2";
import { istioBase } from "./istio/base";
import { istioCni } from "./istio/cni";
import { istioGateway } from "./istio/gateway";
import { istiod } from "./istio/istiod";
import { karpenter } from "./karpenter";
import { karpenterCrd } from "./karpenterCrd";
import { keda } from "./keda";
import { kubePrometheusStack } from "./prometheus/kubePrometheusStack";
import { blackboxExporter } from "./prometheus/blackboxExporter";
import { operatorCrds } from "./prometheus/operatorCrds";

/** By name, which is the last part of where a chart is fetched from. */
export const chartFacts: Readonly<Record<string, ChartFacts>> = {
  "aws-load-balancer-controller": awsLoadBalancerController,
  "cluster-autoscaler": clusterAutoscaler,
  karpenter,
  "karpenter-crd": karpenterCrd,
  keda,
  flux2,
  "external-secrets": externalSecrets,
  "kube-prometheus-stack": kubePrometheusStack,
  "prometheus-operator-crds": operatorCrds,
  "prometheus-blackbox-exporter": blackboxExporter,
  base: istioBase,
  cni: istioCni,
  istiod,
  gateway: istioGateway,
};
