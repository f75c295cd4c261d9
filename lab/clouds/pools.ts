import type { CloudResource } from "./simulator/store";
import type { PoolFacts } from "./simulator/model";
import type { SimulatedCloud } from "./simulator/simulatedCloud";
import { count, text } from "../../facts/properties/select";

interface Pool {
  readonly cloud: SimulatedCloud;
  readonly resource: CloudResource;
  readonly facts: PoolFacts;
  /** Names a user may call it by: "general-spot", the cloud's name, the name of its resource in the program. */
  readonly keys: readonly string[];
}

/**
 * Sets a pool's live size, as its node autoscaler would.
 *
 * @param key "general" or "general-spot", or the pool's physical name
 * @throws Error for a pool that does not exist, and for a size outside its bounds
 */
export async function scalePool(clouds: readonly SimulatedCloud[], cluster: string, key: string, size: number): Promise<void> {
  const pools = clouds.flatMap(poolsOf).filter(({ facts }) => facts.cluster === cluster);
  if (pools.length === 0)
    throw new Error(`there is no cluster ${cluster} with pools; clusters are: ${clusterNames(clouds).join(", ") || "none"}`);
  // While a pool is replaced there are two of its key: the newer one is meant.
  const pool = pools.findLast(({ keys }) => keys.includes(key));
  if (pool === undefined)
    throw new Error(`cluster ${cluster} has no pool ${key}; its pools are: ${pools.map(({ keys }) => keys[0]).join(", ")}`);
  const { min, max } = pool.facts;
  if (size < min || size > max)
    throw new Error(`${cluster}/${key}: ${size} nodes lie outside the pool's bounds ${min} to ${max}, which its autoscaler keeps`);
  const subject = pool.cloud.subjectOf(pool.resource);
  await pool.cloud.change({ ...subject, hidden: { ...subject.hidden, size } }, pool.resource.urn);
}

/** Live sizes, in the order of clusters and pools. */
export function poolSizes(
  clouds: readonly SimulatedCloud[],
): readonly { readonly cluster: string; readonly key: string; readonly size: number; readonly min: number; readonly max: number }[] {
  return clouds
    .flatMap(poolsOf)
    .map(({ resource, facts, keys }) => ({
      cluster: facts.cluster,
      key: keys[0] ?? facts.nodes.id,
      size: count(resource.hidden, "size") ?? 0,
      min: facts.min,
      max: facts.max,
    }))
    .sort((a, b) => (`${a.cluster}/${a.key}` < `${b.cluster}/${b.key}` ? -1 : 1));
}

function poolsOf(cloud: SimulatedCloud): readonly Pool[] {
  return cloud.contents.all().flatMap((resource) => {
    const facts = cloud.modelOf(resource.type).pool?.(cloud.subjectOf(resource));
    return facts === undefined ? [] : [{ cloud, resource, facts, keys: keysOf(resource, facts) }];
  });
}

function keysOf(resource: CloudResource, { nodes, spot }: PoolFacts): readonly string[] {
  const pool = text({ pool: nodes.labels["gateway-fleet/pool"] ?? "" }, "pool");
  const logical = resource.urn.slice(resource.urn.lastIndexOf("::") + 2);
  return [...(pool === "" ? [] : [spot ? `${pool}-spot` : pool]), nodes.id, logical];
}

function clusterNames(clouds: readonly SimulatedCloud[]): readonly string[] {
  return [...new Set(clouds.flatMap(poolsOf).map(({ facts }) => facts.cluster))].sort();
}
