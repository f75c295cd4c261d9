import * as pulumi from "@pulumi/pulumi";
import type { Unreachable } from "./plan/fleetPlan";

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
