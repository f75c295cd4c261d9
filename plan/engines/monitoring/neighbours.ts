import type { ClusterPlan } from "../../model/fleet";

/** A front door that others look at: which URL, its addresses being known only to the clouds. */
export interface Neighbour {
  readonly cluster: string;
  readonly cloud: string;
  readonly region: string;
  readonly port: number;
  /** Where the gateway says that it is ready. */
  readonly path: string;
}

/** The clusters that one looks at: all others with a front door and a workload behind it. An existing cluster's address is not the fleet's to know. */
export function neighboursOf(clusters: readonly ClusterPlan[], name: string): readonly Neighbour[] {
  return clusters
    .filter((other) => other.name !== name && other.cloud !== "existing")
    .flatMap(({ name: cluster, cloud, region, workloads }) =>
      workloads.flatMap(({ exposedPort: port, probes }) =>
        port === undefined ? [] : [{ cluster, cloud, region, port, path: probes.readiness.path }],
      ),
    );
}
