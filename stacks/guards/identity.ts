import * as pulumi from "@pulumi/pulumi";
import { identityRefusal } from "../../plan/rollout/clusterReplacements";
import type { ClusterPlan } from "../../plan/model/fleet";
import type { Recorded } from "../recorded";

/**
 * Stops a run that would make another cluster out of a recorded one in a way that loses queries or cannot end well. Previews ask too, since
 * the answer is in the state: an update's own preview is what stops it before anything is made.
 *
 * @throws pulumi.RunError (as a rejection) that says what to change
 */
export async function refuseOtherIdentity(plan: ClusterPlan, recorded: Recorded, servedBy: string | undefined): Promise<void> {
  const before = (await recorded())?.clusters[plan.name];
  const refusal = before === undefined ? undefined : identityRefusal(plan, before, servedBy);
  if (refusal !== undefined) throw new pulumi.RunError(refusal);
}
