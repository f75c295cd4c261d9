import type { Traffic } from "../../../config/traffic";
import type { Change } from "../../../config/traffic/change";
import { type FleetPlan, isManaged } from "../../model/fleet";
import { dnsForLife } from "../dns";

/** What the guards on change go by: the words of the section, and what they have to know of the rest of it. */
export interface ChangePlan extends Change {
  readonly forLife: ForLife;
  /** Clusters of the fleet that the section takes out of the answers by a word: they, their region or their cloud are disabled. */
  readonly disabled: readonly string[];
  /** Clouds whose regions have weights of their own. */
  readonly weightedRegions: readonly string[];
}

/** What the DNS provider does not change in place: by path below `traffic` in the stack file, the value as text. */
export interface ForLife {
  readonly records: Readonly<Record<string, string>>;
  readonly checks: Readonly<Record<string, string>>;
}

export function changePlan(traffic: Traffic, fleet: FleetPlan): ChangePlan {
  const { change, provider, weights, regions, clusters } = traffic;
  const { records, checks } = dnsForLife(traffic);
  return {
    ...change,
    forLife: { records: { provider, ...records }, checks },
    disabled: fleet.clusters
      .filter(isManaged)
      .filter(({ name, cloud, region }) => [clusters?.[name], regions[cloud]?.[region], weights[cloud]].includes("disabled"))
      .map(({ name }) => name),
    weightedRegions: Object.keys(regions),
  };
}
