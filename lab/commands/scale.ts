import type { SimulatedClouds } from "../clouds/clouds";
import { CommandFailed, type Say } from "./operate";

/** Sets a pool's live size as a node autoscaler would: behind the program's back, within the pool's bounds. */
export async function scale(clouds: SimulatedClouds, pool: string, size: string, say: Say): Promise<void> {
  const [cluster, key, ...rest] = pool.split("/");
  if (cluster === undefined || key === undefined || rest.length > 0)
    throw new CommandFailed(`${pool}: name the pool as <cluster>/<pool>, such as aws-usw2/general`);
  if (!/^\d+$/.test(size)) throw new CommandFailed(`${size}: the size is a whole number of nodes`);
  await clouds.scale(cluster, key, Number(size));
  say(`${cluster}/${key} now has ${size} nodes`);
}
