import type { EnginePlan, EnginePods } from "../model/engines/plan";
import type { EngineLoad } from "../model/tenancy";
import type { ManagedPlan } from "../model/fleet";
import type { Cloud } from "../../catalogue/clouds";
import { enginesIn } from "./engine";

export type { EngineLoad };

/** What the cloud brings, what the program adds to it, and the engines that the stack file asks for. */
export function engineLoad(plan: ManagedPlan): EngineLoad {
  const own = plan.cloud === "aws" ? [plan.loadBalancerController, plan.nodeAutoscaler.engine] : [];
  const engines: readonly EnginePlan[] = [...own, ...enginesIn(plan.platform)];
  return {
    pods: [...broughtByCloud[plan.cloud], ...engines.flatMap(({ pods }) => pods)],
    everyNode: engines.flatMap(({ everyNode }) => everyNode),
  };
}

const two = (cpu: string, memory: string): EnginePods => ({ replicas: 2, requests: { cpu, memory }, ofCloud: true });

/**
 * - EKS: CoreDNS, metrics-server and the controller of the EBS driver, by their add-ons' defaults.
 *   https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html
 * - AKS: its system pool takes all of them. https://learn.microsoft.com/azure/aks/use-system-pools
 * - GKE: kube-dns with its autoscaler; metrics, events, the tunnel of the control plane. Rounded up: no document has the figures.
 *   https://docs.cloud.google.com/kubernetes-engine/docs/how-to/kube-dns
 */
const broughtByCloud: Readonly<Record<Cloud, readonly EnginePods[]>> = {
  aws: [two("100m", "70Mi"), two("100m", "200Mi"), two("60m", "240Mi")],
  azure: [],
  gcp: [two("300m", "200Mi"), two("100m", "200Mi")],
};
