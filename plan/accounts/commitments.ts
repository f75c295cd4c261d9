import type { FleetPlan, ManagedPlan } from "../model/fleet";
import { familyOf } from "../../catalogue/machines";
import { byCodeUnit } from "../order";
import type { Commitment } from "../model/accounts";
import type { Cloud } from "../../catalogue/clouds";

/**
 * What may be bought in advance: per region and machine type, the configured percentage of the nodes that pools start with, and never more
 * than the on-demand nodes that always run. A commitment discounts on-demand nodes only, and is paid whether they run or not.
 * https://docs.aws.amazon.com/savingsplans/latest/userguide/what-is-savings-plans.html
 */
export function commitments(accounts: FleetPlan["accounts"], clusters: readonly ManagedPlan[]): Commitment[] {
  const bases = new Map<string, Base>();
  for (const base of clusters.flatMap((cluster) => basesOf(accounts, cluster))) {
    const key = `${base.cloud} ${base.region} ${base.machineType}`;
    const { steady, desired } = bases.get(key) ?? { steady: 0, desired: 0 };
    bases.set(key, { ...base, steady: steady + base.steady, desired: desired + base.desired });
  }
  return [...bases]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([, base]) => commitment(base))
    .filter(({ nodes }) => nodes > 0);
}

/** Nodes of one machine type in one region. */
interface Base {
  readonly cloud: Cloud;
  readonly region: string;
  readonly machineType: string;
  readonly vcpu: number;
  readonly memoryGiB: number;
  readonly percent: number;
  readonly years: 1 | 3;
  /** On-demand nodes that always run. */
  readonly steady: number;
  /** Nodes that the pools start with, spot included. */
  readonly desired: number;
}

function basesOf(accounts: FleetPlan["accounts"], { cloud, region, pools }: ManagedPlan): Base[] {
  const reserved = accounts[cloud]?.reserved;
  if (reserved === undefined) return [];
  return pools.flatMap(({ capacityType, bounds, initial, shape: { vcpu, memoryGiB }, machineTypes: [machineType] }) => {
    if (machineType === undefined) return [];
    const steady = capacityType === "on-demand" ? bounds.min : 0;
    return [{ cloud, region, machineType, vcpu, memoryGiB, ...reserved, steady, desired: initial }];
  });
}

function commitment({ cloud, region, machineType, vcpu, memoryGiB, percent, years, steady, desired }: Base): Commitment {
  const nodes = Math.min(steady, Math.floor((desired * percent) / 100));
  return {
    cloud,
    region,
    family: familyOf[cloud](machineType),
    machineType,
    nodes,
    vcpu: nodes * vcpu,
    memoryGiB: nodes * memoryGiB,
    years,
  };
}
