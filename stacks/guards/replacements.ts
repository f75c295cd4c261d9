import * as pulumi from "@pulumi/pulumi";
import type { ClusterPlan } from "../../plan/model/fleet";
import { replacedPools } from "../../plan/rollout/poolReplacements";
import type { Recorded } from "../recorded";
import { ownEntry } from "../../facts/properties/ownEntry";

/** Warns, in previews above all, of pools that are replaced: their nodes stand twice for a while, and every pod moves. */
export async function announceReplacements(plan: ClusterPlan, recorded: Recorded): Promise<void> {
  const before = ownEntry((await recorded())?.clusters, plan.name);
  if (before === undefined || plan.unreachable !== undefined) return;
  for (const sentence of replacedPools(plan, before)) await pulumi.log.warn(sentence);
}
