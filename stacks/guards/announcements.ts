import * as pulumi from "@pulumi/pulumi";
import type { ClusterPlan } from "../../plan/model/fleet";
import { announcements } from "../../plan/rollout/announcements";
import { replacedPools } from "../../plan/rollout/poolReplacements";
import type { Recorded } from "../recorded";
import { ownEntry } from "../../facts/properties/ownEntry";

/** Warns, in previews above all, of what a change does beside what it says: pools that stand twice for a while, nodes that go, doors that close. */
export async function announceChanges(plan: ClusterPlan, recorded: Recorded): Promise<void> {
  const before = ownEntry((await recorded())?.clusters, plan.name);
  if (before === undefined || plan.unreachable !== undefined) return;
  for (const sentence of [...replacedPools(plan, before), ...announcements(plan, before)]) await pulumi.log.warn(sentence);
}
