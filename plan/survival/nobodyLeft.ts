import type { ClusterCapacity, FleetCapacity } from "../model/capacity";
import type { TrafficPlan } from "../model/traffic";
import { placesOf } from "./places";

/**
 * How somebody would be left to answer: a cluster of the fleet that stands elsewhere begins to serve or comes back, and where there is none,
 * the fleet needs one.
 *
 * @param lost names of clouds, regions and clusters that are lost together
 */
export function whoCouldAnswer(plan: TrafficPlan, { clusters }: FleetCapacity, lost: readonly string[]): string {
  const places = placesOf(plan.clouds);
  const isLost = ({ cluster, cloud, region }: ClusterCapacity) => [cluster, cloud, region].some((name) => lost.includes(name));
  const elsewhere = clusters.filter((cluster) => cluster.service !== undefined && !isLost(cluster));
  const [idle] = elsewhere.filter(({ cluster }) => !places.some(({ name }) => name === cluster));
  if (idle !== undefined) return `let ${idle.cluster} serve as well, a standby for example (${wordsFor(plan, idle)})`;
  if (elsewhere.length > 0) return `end an override that keeps ${elsewhere.map(({ cluster }) => cluster).join(", ")} from answering`;
  return `every cluster of the fleet is lost then: add one ${whereElse(plan, lost)} and let it serve`;
}

function wordsFor({ clouds, fleetStack }: TrafficPlan, { cluster, cloud }: ClusterCapacity): string {
  const weight = clouds.some((branch) => branch.cloud === cloud) ? [] : [`traffic.weights.${cloud}: standby`];
  // Where one stack has both, all clusters of a cloud serve unless some are named.
  const member =
    fleetStack === undefined && weight.length > 0
      ? `traffic.clusters.${cluster}: 1 if clusters are named there`
      : `traffic.clusters.${cluster}: 1`;
  return [...weight, member].join(" and ");
}

function whereElse({ clouds }: TrafficPlan, lost: readonly string[]): string {
  if (clouds.some(({ cloud }) => lost.includes(cloud))) return "in another cloud";
  return clouds.some(({ regions }) => regions.some(({ region }) => lost.includes(region))) ? "in another region" : "elsewhere";
}
