import type { ResolvedFleet, ResolvedManagedCluster } from "../../config/resolve";
import type { ManagedPlanCommon } from "../model/cluster";
import { byCodeUnit } from "../order";

export type Of<Cloud extends ResolvedManagedCluster["cloud"]> = Extract<ResolvedManagedCluster, { cloud: Cloud }>;

export type Network = ResolvedFleet["settings"]["network"];

/** What is decided in the same way for every cloud. */
export type Common = Omit<ManagedPlanCommon, "apiAccess">;

export function sorted<Text extends string>(texts: Iterable<Text>): Text[] {
  return [...texts].sort(byCodeUnit);
}
