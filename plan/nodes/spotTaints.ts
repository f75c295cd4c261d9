import type { Cloud } from "../../catalogue/clouds";
import type { Taint } from "../model/pool";

/** Pods that tolerate it may run on spot nodes. Its key is also the label that says what a node is. */
export const spotTaint: Taint = { key: "gateway-fleet/capacity", value: "spot", effect: "NoSchedule" };

/** AKS adds both by itself; declared, a refresh shows no drift: https://learn.microsoft.com/azure/aks/spot-node-pool */
export const aksSpotTaint: Taint = { key: "kubernetes.azure.com/scalesetpriority", value: "spot", effect: "NoSchedule" };

/** On every spot node of a cloud. */
export const spotTaints: Readonly<Record<Cloud, readonly Taint[]>> = {
  aws: [spotTaint],
  azure: [spotTaint, aksSpotTaint],
  gcp: [spotTaint],
};
