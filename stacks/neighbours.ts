import type * as pulumi from "@pulumi/pulumi";
import { MeshNeighbours } from "../components/platform/meshNeighbours";
import type { FleetCluster } from "./fleetCluster";

/**
 * Tells every cluster of the others, once all are there: what its engines have to know of them. No cluster waits for it, and it is below none of
 * them: an upgrade's later waves wait for the clusters of the earlier ones, whose objects would then wait for the later ones.
 *
 * @param partOf the fleet's name
 */
export function introduce(partOf: string, clusters: readonly FleetCluster[]): void {
  for (const cluster of clusters) introduceMesh(partOf, cluster, clusters);
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
