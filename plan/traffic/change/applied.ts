import { weightedSets } from "../route53/order";
import type { TrafficPlan } from "../../model/traffic";
import type { AppliedTraffic, EffectiveWeights, Weight } from "../../model/outputs";
import type { CloudBranch } from "../../model/traffic/tree";

/** What a plan leaves when it is applied. */
export function appliedBy({ host, aliases, clouds, change, dns }: TrafficPlan): AppliedTraffic {
  return {
    weights: effectiveWeights(clouds),
    applied: { names: [host, ...aliases], forLife: change.forLife, sets: dns.provider === "route53" ? weightedSets(dns.records) : {} },
  };
}

function effectiveWeights(clouds: readonly CloudBranch[]): EffectiveWeights {
  return byKey(clouds, ({ cloud, regions, ...branch }) => [
    cloud,
    {
      ...weightOf(branch),
      regions: byKey(regions, ({ region, clusters, ...rest }) => [
        region,
        { ...weightOf(rest), clusters: byKey(clusters, ({ cluster, ...leaf }) => [cluster, weightOf(leaf)]) },
      ]),
    },
  ]);
}

function byKey<Branch, Value>(
  branches: readonly Branch[],
  entry: (branch: Branch) => readonly [string, Value],
): Readonly<Record<string, Value>> {
  return Object.fromEntries(branches.map(entry));
}

function weightOf({ weight, share }: Weight): Weight {
  return { weight, share };
}
