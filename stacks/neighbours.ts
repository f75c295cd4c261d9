import * as pulumi from "@pulumi/pulumi";
import { CrossClusterProbes, type ProbeTarget } from "../components/engines/monitoring/crossClusterProbes";
import { MeshNeighbours } from "../components/engines/mesh/neighbours";
import { meshOf } from "../components/engines";
import type { InCluster } from "../components/kubernetes/inCluster";
import { type FleetCluster, isMade } from "./cluster/fleetCluster";
import { neighboursOf } from "../plan/engines/monitoring/neighbours";

/**
 * Tells every cluster of the others, once all are there: what its engines have to know of them. No cluster waits for it, and it is below none of
 * them: an upgrade's later waves wait for the clusters of the earlier ones, whose objects would then wait for the later ones.
 */
export function introduce(clusters: readonly FleetCluster[]): void {
  for (const cluster of clusters) {
    introduceProbes(cluster, clusters);
    introduceMesh(cluster, clusters);
  }
}

function introduceProbes(cluster: FleetCluster, clusters: readonly FleetCluster[]): void {
  const { id, name, platform } = cluster.plan;
  if (platform.monitoring === undefined) return;
  const args = { plan: platform.monitoring.probes, targets: probeTargets(clusters, name), after: [cluster.root] };
  new CrossClusterProbes(`${id}-probes`, args, besideRoot(cluster));
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

function introduceMesh(cluster: FleetCluster, clusters: readonly FleetCluster[]): void {
  const { id, platform } = cluster.plan;
  const mesh = meshOf(cluster.engines);
  if (mesh === undefined || platform.mesh?.crossCluster === undefined) return;
  const { crossCluster } = platform.mesh;
  const gateways = clusters.flatMap(({ plan, engines }) => {
    const address = meshOf(engines)?.gateway?.address;
    return address === undefined || !crossCluster.neighbours.includes(plan.name) ? [] : [[plan.name, address] as const];
  });
  const args = { plan: platform.mesh, crossCluster, mesh, gateways: Object.fromEntries(gateways) };
  new MeshNeighbours(`${id}-mesh-neighbours`, args, besideRoot(cluster));
}

/** For what is in the cluster without being below its root. */
function besideRoot({ root, inside }: FleetCluster): InCluster {
  const { parent, transformations = [], ...opts } = inside.opts;
  return { ...inside, opts: { ...opts, transformations: [...root.freeze, ...transformations] } };
}
