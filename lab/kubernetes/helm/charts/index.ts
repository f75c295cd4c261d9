import type { Chart } from "../chart";
import { awsLoadBalancerController } from "./awsLoadBalancerController";
import { externalSecrets } from "./externalSecrets";
import { flux2 } from "./flux2";
import { istioBase, istioCni, istiod, istioGateway } from "./istio";
import { keda } from "./keda";
import { clusterAutoscaler, karpenter, karpenterCrd } from "./nodeAutoscalers";
import { blackboxExporter, kubePrometheusStack, prometheusOperatorCrds } from "./prometheus";

const charts: Readonly<Record<string, Chart>> = {
  "aws-load-balancer-controller": awsLoadBalancerController,
  "cluster-autoscaler": clusterAutoscaler,
  karpenter,
  "karpenter-crd": karpenterCrd,
  keda,
  flux2,
  "external-secrets": externalSecrets,
  "kube-prometheus-stack": kubePrometheusStack,
  "prometheus-operator-crds": prometheusOperatorCrds,
  "prometheus-blackbox-exporter": blackboxExporter,
  base: istioBase,
  cni: istioCni,
  istiod,
  gateway: istioGateway,
};

/** @returns undefined for a chart that nobody has looked into */
export function chartOf(name: string): Chart | undefined {
  return Object.hasOwn(charts, name) ? charts[name] : undefined;
}
