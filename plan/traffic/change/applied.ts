import type { ForLife } from "./changePlan";
import { weightedSets } from "../route53/order";
import type { CloudBranch, TrafficPlan } from "../../model/traffic";

/** What one update of the DNS leaves, as far as the next one is judged against it. Plain stack outputs. */
export interface AppliedTraffic {
  readonly weights: EffectiveWeights;
  readonly applied: Applied;
}

/** By cloud, region and cluster: its weight among its siblings, and the share of all answers (0 to 1) while everything is healthy. */
export type EffectiveWeights = Readonly<
  Record<string, Weight & { readonly regions: Readonly<Record<string, Weight & { readonly clusters: Readonly<Record<string, Weight>> }>> }>
>;

/** A share of 0 is that of a place which an override takes away. */
export interface Weight {
  readonly weight: number;
  readonly share: number;
}

export interface Applied {
  /** Fully qualified names that clients ask for. */
  readonly names: readonly string[];
  readonly forLife: ForLife;
  /** Weights of the records that are written one by one, by record set and set identifier. */
  readonly sets: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

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
