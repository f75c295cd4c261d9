import * as pulumi from "@pulumi/pulumi";
import { lostTraffic } from "../../plan/rollout/lostTraffic";
import type { ClusterPlan } from "../../plan/model/fleet";
import type { Recorded } from "../recorded";

/**
 * Says that a traffic stack which the last update knew is in front of the fleet no more, as far as the files tell; and stops a run that
 * takes a cluster away meanwhile, since nobody has asked that stack whether it still answers with its addresses.
 *
 * @param servedBy traffic stack by cluster, from the files
 * @throws pulumi.RunError (as a rejection) that says what to do
 */
export async function announceLostTraffic(
  clusters: readonly ClusterPlan[],
  servedBy: Readonly<Record<string, string>>,
  recorded: Recorded,
): Promise<void> {
  const lost = lostTraffic(clusters, servedBy, await recorded());
  if (lost === undefined) return;
  if (lost.stops) throw new pulumi.RunError(lost.message);
  await pulumi.log.warn(lost.message);
}
