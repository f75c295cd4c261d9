import { fileName } from "../../config/file/project";
import type { Problem } from "../../config/file/problems";
import type { StackPlan } from "../../plan";
import { isManaged } from "../../plan/cluster/isManaged";
import type { ClusterPlan } from "../../plan/model/fleet";
import { announcements, changeableTraits } from "../../plan/rollout/announcements";
import type { PlannedRecording } from "../record/recording";

/** What the program itself would warn of in an update's preview, from what the last update recorded, and no list of changes shows. */
export function announcedChanges({ stack, plan }: Pick<PlannedRecording, "stack" | "plan">, base: StackPlan | undefined): Problem[] {
  if (plan.kind !== "fleet" || base?.kind !== "fleet") return [];
  return plan.fleet.clusters.flatMap((cluster) => {
    const old = base.fleet.clusters.find(({ name }) => name === cluster.name);
    const sentences = old === undefined ? [] : announcements(cluster, asRecorded(old));
    return sentences.map((message) => ({ file: fileName(stack), path: `clusters.${cluster.name}`, message }));
  });
}

function asRecorded(plan: ClusterPlan): Parameters<typeof announcements>[1] {
  if (!isManaged(plan)) return { pools: {} };
  const pools = plan.pools.map(({ key, physicalName, fingerprint, bounds: { max } }) => [key, { physicalName, fingerprint, max }] as const);
  return { slot: plan.slot, ...changeableTraits(plan), pools: Object.fromEntries(pools) };
}
