import type { Cloud } from "../../catalogue/clouds";
import { addedToNodes } from "../../facts/nodes";
import type { Taint } from "../model/pool";

/** Pods that tolerate it may run on spot nodes. Its key is also the label that says what a node is. */
export const spotTaint: Taint = { key: "gateway-fleet/capacity", value: "spot", effect: "NoSchedule" };

/** On every spot node of a cloud; what AKS adds by itself is declared, so that a refresh shows no drift. */
export const spotTaints: Readonly<Record<Cloud, readonly Taint[]>> = {
  aws: [spotTaint],
  azure: [spotTaint, ...addedToNodes("azure", { spot: true, arch: "amd64" }).taints],
  gcp: [spotTaint],
};
