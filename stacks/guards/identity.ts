import * as pulumi from "@pulumi/pulumi";
import { identityRefusal } from "../../plan/rollout/clusterReplacements";
import { versionRefusal } from "../../plan/rollout/versionChanges";
import type { ClusterPlan } from "../../plan/model/fleet";
import type { Recorded } from "../recorded";
import { ownEntry } from "../../facts/properties/ownEntry";

/**
 * Stops a run that would make another cluster out of a recorded one in a way that loses queries or cannot end well. Previews ask too, since
 * the answer is in the state: an update's own preview is what stops it before anything is made.
 *
 * @throws pulumi.RunError (as a rejection) that says what to change
 */
export async function refuseOtherIdentity(plan: ClusterPlan, recorded: Recorded, servedBy: string | undefined): Promise<void> {
  const before = ownEntry((await recorded())?.clusters, plan.name);
  const refusal = before === undefined ? undefined : identityRefusal(plan, before, servedBy);
  if (refusal !== undefined) throw new pulumi.RunError(refusal);
}

/**
 * Stops a run that asks for a minor which no cloud brings the recorded cluster to, or of which it makes no new one. As above, previews ask too.
 *
 * @param word where the file says the minor
 * @throws pulumi.RunError (as a rejection) that says what to change
 */
export async function refuseOtherVersion(plan: ClusterPlan, recorded: Recorded, word: string): Promise<void> {
  const refusal = versionRefusal(plan, ownEntry((await recorded())?.clusters, plan.name), word);
  if (refusal !== undefined) throw new pulumi.RunError(`${word}: ${refusal}`);
}
