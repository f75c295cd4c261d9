import * as pulumi from "@pulumi/pulumi";
import { CrossClusterProbes, type ProbeTarget } from "../components/engines/monitoring/crossClusterProbes";
import { MeshNeighbours } from "../components/engines/mesh/neighbours";
import { type FleetCluster, isMade } from "./cluster/fleetCluster";
import { neighboursOf } from "../plan/engines/monitoring";

/**
 * Tells every cluster of the others, once all are there: what its engines have to know of them. No cluster waits for it, and it is below none of
 * them: an upgrade's later waves wait for the clusters of the earlier ones, whose objects would then wait for the later ones.
 *
 * @param partOf the fleet's name
 */
export function introduce(partOf: string, clusters: readonly FleetCluster[]): void {
  for (const cluster of clusters) {
    introduceProbes(partOf, cluster, clusters);
    introduceMesh(partOf, cluster, clusters);
  }
}

function introduceProbes(partOf: string, cluster: FleetCluster, clusters: readonly FleetCluster[]): void {
  const { id, name, platform } = cluster.plan;
  if (platform.monitoring === undefined) return;
  const args = { plan: platform.monitoring, partOf, targets: probeTargets(clusters, name), after: [cluster.root] };
  new CrossClusterProbes(`${id}-probes`, args, insideOf(cluster));
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

function introduceMesh(partOf: string, cluster: FleetCluster, clusters: readonly FleetCluster[]): void {
  const { id, platform } = cluster.plan;
  const { istio } = cluster.engines;
  if (istio === undefined || platform.mesh?.crossCluster === undefined) return;
  const { neighbours, services } = platform.mesh.crossCluster;
  const gateways = clusters.flatMap(({ plan, engines }) => {
    const address = engines.istio?.gateway?.address;
    return address === undefined || !neighbours.includes(plan.name) ? [] : [[plan.name, address] as const];
  });
  new MeshNeighbours(`${id}-mesh-neighbours`, { partOf, istio, gateways: Object.fromEntries(gateways), services }, insideOf(cluster));
}

/** For what is in the cluster without being below its root. */
function insideOf({ root, inside: { provider, transformations = [] } }: FleetCluster): pulumi.ComponentResourceOptions {
  return { provider, transformations: [...root.freeze, ...transformations] };
}
