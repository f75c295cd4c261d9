import * as pulumi from "@pulumi/pulumi";
import type { ClusterPlan } from "../../plan/model/fleet";
import type { Recorded } from "../recorded";
import type { Unreachable } from "../../plan/model/cluster";
import { ownEntry } from "../../facts/properties/ownEntry";

/**
 * Freezes everything below a component: what exists keeps the inputs of the state, and nothing new is made.
 * It is an old-style transformation because children inherit those from their parent, while a `transform` would need the engine's help
 * and could not tell a provider of its own.
 *
 * @param cluster the cluster's key, for messages
 */
export function frozen(cluster: string, unreachable: Unreachable): pulumi.ResourceTransformation {
  const refuse = refuseCreates(cluster, unreachable);
  return ({ type, props, opts }) => {
    // Providers stay free to change: freezing is what takes their validation calls away.
    if (type.startsWith("pulumi:providers:")) return undefined;
    const beforeCreate = [...(opts.hooks?.beforeCreate ?? []), refuse];
    return { props, opts: { ...opts, ignoreChanges: ["*"], hooks: { ...opts.hooks, beforeCreate } } };
  };
}

/**
 * Stops an update that would take a pool, a workload or an engine out of a frozen cluster. The engine deletes only after the program has ended well,
 * so nothing is lost by then. A preview does not ask what is recorded: it shows the removal among its changes.
 *
 * @throws pulumi.RunError (as a rejection) that names what would go
 */
export async function refuseRemovals({ name, unreachable, pools, workloads, platform }: ClusterPlan, recorded: Recorded): Promise<void> {
  const before = unreachable === undefined || pulumi.runtime.isDryRun() ? undefined : ownEntry((await recorded())?.clusters, name);
  if (unreachable === undefined || before === undefined) return;

  const planned = new Set([
    ...pools.map(({ key }) => `pool ${key}`),
    ...workloads.map((workload) => `workload ${workload.name}`),
    ...Object.keys(platform).map((engine) => `platform.${engine}`),
  ]);
  const had = [
    ...Object.keys(before.pools).map((key) => `pool ${key}`),
    ...Object.keys(before.maxReplicas).map((key) => `workload ${key}`),
    ...(before.engines ?? []).map((engine) => `platform.${engine}`),
  ];
  const gone = had.filter((part) => !planned.has(part));
  if (gone.length > 0)
    throw new pulumi.RunError(
      `clusters.${name} is frozen until ${unreachable.until} (${unreachable.reason}), and ${gone.join(", ")} would have to be removed from it; ` +
        `put back what the stack file no longer has, or remove clusters.${name}.unreachable once the cluster answers again`,
    );
}

function refuseCreates(cluster: string, { reason, until }: Unreachable): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    `${cluster}-frozen`,
    ({ type, name }) => {
      throw new Error(
        `clusters.${cluster} is frozen until ${until} (${reason}), and ${name} (${type}) would have to be created in it; ` +
          `take back what adds it, or remove clusters.${cluster}.unreachable once the cluster answers again`,
      );
    },
    { onDryRun: true },
  );
}
