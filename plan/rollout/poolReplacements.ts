import type { ClusterPlan } from "../model/fleet";
import type { DeployedCluster } from "../model/outputs";
import { isManaged } from "../cluster/isManaged";
import { ownEntry } from "../../facts/properties/ownEntry";

/**
 * Pools that cannot become what their plan says, one sentence each: the cloud makes another pool beside the old one, which then goes.
 * A cluster of another slot is another one as a whole, and nothing of it is listed.
 */
export function replacedPools(plan: ClusterPlan, recorded: DeployedCluster): string[] {
  if (!isManaged(plan) || recorded.slot !== plan.slot) return [];
  const { name, pools } = plan;
  return pools.flatMap(({ key, immutable }) => {
    const before = ownEntry(recorded.pools, key)?.forLife ?? {};
    const changes = Object.entries(immutable)
      .filter(([what, value]) => before[what] !== undefined && before[what] !== value)
      .map(([what, value]) => `its ${what} from ${before[what] ?? ""} to ${value}`);
    if (changes.length === 0) return [];
    return [
      `${name}/${key} changes ${changes.join(" and ")}, which it keeps for life: another pool with as many nodes is made beside it, then it is drained and goes`,
    ];
  });
}
