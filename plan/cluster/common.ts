import type { ManagedCluster } from "../../config/clusters";
import type { FleetConfig } from "../../config";
import type { EksPlan } from "../model/eks";
import { byCodeUnit } from "../order";

export type Of<Cloud extends ManagedCluster["cloud"]> = Extract<ManagedCluster, { cloud: Cloud }>;

export type Network = FleetConfig["settings"]["network"];

export type Common = Omit<
  EksPlan,
  | "cloud"
  | "account"
  | "administrators"
  | "apiAccess"
  | "versions"
  | "loadBalancerController"
  | "logRetentionDays"
  | "nodeAutoscaler"
  | "network"
  | "names"
>;

export function sorted<Text extends string>(texts: Iterable<Text>): Text[] {
  return [...texts].sort(byCodeUnit);
}
