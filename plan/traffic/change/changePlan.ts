import type { Traffic } from "../../../config/traffic";
import type { FleetPlan } from "../../model/fleet";
import { dnsForLife } from "../dns";
import type { ChangePlan } from "../../model/traffic/change";
import { isManaged } from "../../cluster/isManaged";
import { ownEntry } from "../../../facts/properties/ownEntry";

export function changePlan(traffic: Traffic, fleet: FleetPlan): ChangePlan {
  const { change, provider, weights, regions, clusters } = traffic;
  const { records, checks } = dnsForLife(traffic);
  return {
    ...change,
    forLife: { records: { provider, ...records }, checks },
    disabled: fleet.clusters
      .filter(isManaged)
      .filter(({ name, cloud, region }) =>
        [ownEntry(clusters, name), ownEntry(regions[cloud], region), weights[cloud]].includes("disabled"),
      )
      .map(({ name }) => name),
    weightedRegions: Object.keys(regions),
  };
}
