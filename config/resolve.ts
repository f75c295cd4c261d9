import type { Clouds } from "./clouds";
import type { Clusters } from "./clusters";
import { NodePool, type NodePools } from "./nodePools";
import type { Overrides } from "./overrides";
import { Workload, type Workloads } from "./workloads";

/** One place that overrides can be written in. */
export interface Layer {
  /** Its path in the stack file: ["clusters", "aws-usw2", "overrides"]. */
  readonly path: readonly string[];
  readonly overrides: Overrides;
}

/** The overrides that apply to a cluster, weakest first: its cloud's, where it is in one of the program's, then its own. */
export function layersOf(config: { readonly clouds: Clouds; readonly clusters: Clusters }, clusterName: string): readonly Layer[] {
  const cluster = config.clusters[clusterName];
  if (cluster === undefined) throw new Error(`clusters has no ${clusterName}; it has ${Object.keys(config.clusters).join(", ")}`);
  const own = { path: ["clusters", clusterName, "overrides"], overrides: cluster.overrides };
  if (cluster.cloud === "existing") return [own];
  return [{ path: ["clouds", cluster.cloud, "overrides"], overrides: config.clouds[cluster.cloud]?.overrides ?? {} }, own];
}

/**
 * The node pools of one cluster: the fleet's, with the cloud's and then the cluster's overrides merged in (maps key by key, lists replaced).
 *
 * @throws Error where the cluster is unknown; a merged pool is always valid in a config that `loadStack` returned
 */
export function effectiveNodePools(
  config: { readonly clouds: Clouds; readonly clusters: Clusters; readonly nodePools: NodePools },
  clusterName: string,
): Record<string, NodePool> {
  const layers = layersOf(config, clusterName);
  return mapValues(config.nodePools, (pool, name) => {
    const changes = layers.map(({ overrides }) => overrides.nodePools?.[name]).filter((change) => change !== undefined);
    return changes.length === 0 ? pool : NodePool.parse(changes.reduce(merge, pool));
  });
}

/** The workloads of one cluster, merged as {@link effectiveNodePools} merges pools. */
export function effectiveWorkloads(
  config: { readonly clouds: Clouds; readonly clusters: Clusters; readonly workloads: Workloads },
  clusterName: string,
): Record<string, Workload> {
  const layers = layersOf(config, clusterName);
  return mapValues(config.workloads, (workload, name) => {
    const changes = layers.map(({ overrides }) => overrides.workloads?.[name]).filter((change) => change !== undefined);
    return changes.length === 0 ? workload : Workload.parse(changes.reduce(merge, workload));
  });
}

/** Maps are merged key by key; anything else in `change` replaces what was there. */
export function merge(base: unknown, change: unknown): unknown {
  if (!isMap(base) || !isMap(change)) return change;
  return { ...base, ...mapValues(change, (value, key) => (Object.hasOwn(base, key) ? merge(base[key], value) : value)) };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mapValues<A, B>(map: Readonly<Record<string, A>>, change: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}
