import { AsyncResource } from "node:async_hooks";
import * as container from "@pulumi/gcp/container";
import type { Provider } from "@pulumi/gcp/provider";
import * as pulumi from "@pulumi/pulumi";
import type { GkePlan } from "../../plan/model/gke";
import { initialPerZone } from "../../plan/nodes/gke";
import { clampSize } from "../../plan/nodes/liveSize";
import type { Recorded } from "../recorded";
import { ifItExists, orSayWhy } from "./index";
import type { NodePoolPlan } from "../../plan/model/pool";
import { ownEntry } from "../../facts/properties/ownEntry";

const sizeField = "initialNodeCount";

/**
 * Starts a pool that replaces another one with as many nodes as that one has. Otherwise there is nothing to keep: a GKE pool says only its
 * bounds, and an update sends no size.
 */
export function keepGkeSize(cluster: GkePlan, pool: NodePoolPlan, recorded: Recorded, provider: Provider): pulumi.ResourceTransform {
  const mayRead = !pulumi.runtime.isDryRun() && cluster.unreachable === undefined;
  // The engine calls back on a connection of its own, where the SDK would not find the monitor that an invoke goes to.
  return AsyncResource.bind(async ({ props, opts }: pulumi.ResourceTransformArgs): Promise<pulumi.ResourceTransformResult | undefined> => {
    if (!mayRead) return undefined;
    const last = ownEntry(ownEntry((await recorded())?.clusters, cluster.name)?.pools, pool.key)?.physicalName;
    if (last === undefined || last === pool.physicalName) return undefined;

    const nodesPerZone = await orSayWhy(`${cluster.name}/${pool.key}`, () => poolsOf(cluster, provider));
    // An update that did not live to record it has made the replacement already: another size would replace that one too.
    if (nodesPerZone.has(pool.physicalName)) return undefined;
    const live = nodesPerZone.get(last);
    if (live === undefined) return undefined;
    const zones = cluster.zones.length;
    const initial = clampSize(live * zones, pool.bounds);
    return {
      props: { ...props, [sizeField]: initialPerZone({ initial, bounds: pool.bounds }, zones) },
      opts: { ...opts, ignoreChanges: (opts.ignoreChanges ?? []).filter((path) => path !== sizeField) },
    };
  });
}

/** Nodes per zone by pool, as the provider counts them in the instance groups; empty without the cluster. */
async function poolsOf({ names, region, project }: GkePlan, provider: Provider): Promise<ReadonlyMap<string, number>> {
  const found = await ifItExists(() => container.getCluster({ name: names.cluster, location: region, project }, { provider }));
  return new Map((found?.nodePools ?? []).map(({ name, nodeCount }) => [name, nodeCount]));
}
