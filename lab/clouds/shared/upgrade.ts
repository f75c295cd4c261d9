import { clusterKey } from "./clusterKey";
import type { Change } from "../simulator/model";
import { text } from "../../../facts/properties/select";

/** Restarts a cluster's API server as another minor, where an update asks for one; the store stays. */
export async function raiseControlPlane({ inputs, hidden, cloud }: Change, from: string, to: string, serviceCidr: string): Promise<void> {
  if (from === to) return;
  const id = text(hidden, "controlPlane");
  await cloud.controlPlanes.ensure(id, { cluster: clusterKey(inputs), name: id, minor: to, serviceCidr });
}

/** The number behind the first dot: 35 of "1.35" and of "1.35.8-gke.1225000". */
export function minorNumber(version: string): number {
  return Number(version.split(".")[1]);
}
