import type * as containerservice from "@pulumi/azure-native/containerservice";
import type { AksPlan } from "../../../plan/model/aks";
import type { AksNetwork } from "../../network/aks";
import { gradualUpgrade, hostSettings } from "../../nodepool/aks/host";

/** The only inline pool: one that is added here later is refused, and one that is taken out stays in Azure. */
export function systemPool({ systemPool: { name, host, bounds, initial }, kubernetes, zones, tags }: AksPlan, network: AksNetwork) {
  return {
    name,
    mode: "System",
    ...hostSettings(host),
    orchestratorVersion: kubernetes,
    enableAutoScaling: true,
    minCount: bounds.min,
    maxCount: bounds.max,
    count: initial,
    availabilityZones: [...zones],
    vnetSubnetID: network.subnetId,
    nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"],
    upgradeSettings: gradualUpgrade,
    tags,
  };
}

/** https://learn.microsoft.com/azure/aks/cluster-autoscaler#cluster-autoscaler-profile-settings */
export function autoscalerProfile({ nodeAutoscaling }: AksPlan) {
  const { scaleDownDelayAfterDeleteMinutes: afterDelete } = nodeAutoscaling;
  return {
    // Spot before on-demand. AKS takes one expander only; among equals it then chooses at random (https://github.com/Azure/AKS/issues/2610).
    expander: "priority",
    balanceSimilarNodeGroups: "true",
    skipNodesWithLocalStorage: String(nodeAutoscaling.skipNodesWithLocalStorage),
    skipNodesWithSystemPods: String(nodeAutoscaling.skipNodesWithSystemPods),
    scaleDownDelayAfterAdd: `${nodeAutoscaling.scaleDownDelayAfterAddMinutes}m`,
    ...(afterDelete === undefined ? {} : { scaleDownDelayAfterDelete: `${afterDelete}m` }),
    scaleDownDelayAfterFailure: `${nodeAutoscaling.scaleDownDelayAfterFailureMinutes}m`,
    scaleDownUnneededTime: `${nodeAutoscaling.scaleDownUnneededMinutes}m`,
    scaleDownUtilizationThreshold: String(nodeAutoscaling.scaleDownUtilizationPercent / 100),
    maxNodeProvisionTime: `${nodeAutoscaling.maxNodeProvisionMinutes}m`,
  } satisfies containerservice.ManagedClusterArgs["autoScalerProfile"];
}
