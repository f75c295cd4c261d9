import * as pulumi from "@pulumi/pulumi";
import { CrossClusterProbes, type ProbeTarget } from "../components/platform/crossClusterProbes";
import { type FleetCluster, isMade } from "./fleetCluster";
import { neighboursOf } from "./plan/platform/monitoring";

/**
 * Objects in each cluster that name the others. Outside of the clusters' roots, so that no cluster waits for another, and after all of them
 * by their addresses; frozen with the cluster that they are in.
 *
 * @param partOf the fleet's name
 */
export function introduce(partOf: string, clusters: readonly FleetCluster[]): void {
  for (const { plan, root, inside } of clusters) {
    const { provider, transformations = [] } = inside;
    const opts = { provider, transformations: [...root.freeze, ...transformations] };
    const { monitoring } = plan.platform;
    if (monitoring !== undefined)
      new CrossClusterProbes(
        `${plan.id}-probes`,
        { plan: monitoring, partOf, targets: probeTargets(clusters, plan.name), after: [root] },
        opts,
      );
  }
}

function probeTargets(clusters: readonly FleetCluster[], name: string): ProbeTarget[] {
  const addresses = new Map(clusters.filter(isMade).map(({ plan, frontDoor }) => [plan.name, frontDoor.addresses]));
  const plans = clusters.map(({ plan }) => plan);
  return neighboursOf(plans, name).flatMap(({ port, path, ...neighbour }) =>
    Object.entries(addresses.get(neighbour.cluster) ?? {}).map(([leaf, address]) => ({
      ...neighbour,
      leaf,
      url: pulumi.interpolate`http://${address}:${port}${path}`,
    })),
  );
}
