import { AsyncResource } from "node:async_hooks";
import * as aws from "@pulumi/aws";
import { getAgentPool } from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import { fingerprintTag } from "../components/nodepool";
import type { AksPlan, EksPlan, NodePoolPlan } from "./plan/fleetPlan";
import { clampSize, fingerprintOf, sizeInUpdate } from "./plan/liveSize";
import type { DeployedCluster, DeployedPool } from "./plan/outputs";
import type { Recorded } from "./recorded";

/** How one cloud's pool resource spells its size, and how the live one is read. */
export interface SizeField {
  /** Property path, as `ignoreChanges` takes it. */
  readonly path: string;
  /** The pool, in what the last update recorded of its cluster. */
  readonly recorded: (cluster: DeployedCluster) => DeployedPool | undefined;
  readonly read: (physicalName: string) => Promise<number | undefined>;
  readonly write: (props: PlainProps, size: number | undefined) => PlainProps;
}

type PlainProps = Readonly<Record<string, unknown>>;

/** Sends a managed node group the size that its autoscaler has reached; see `sizeInUpdate`. */
export function keepEksSize(cluster: EksPlan, pool: NodePoolPlan, recorded: Recorded, provider: aws.Provider): pulumi.ResourceTransform {
  return keepLiveSize(cluster, pool, recorded, {
    path: "scalingConfig.desiredSize",
    recorded: ({ pools }) => pools[pool.key],
    read: async (nodeGroupName) => {
      const { scalingConfigs } = await aws.eks.getNodeGroup({ clusterName: cluster.names.cluster, nodeGroupName }, { provider });
      return scalingConfigs[0]?.desiredSize;
    },
    write: (props, desiredSize) => ({ ...props, scalingConfig: { ...record(props["scalingConfig"]), desiredSize } }),
  });
}

/** Sends an agent pool the size that its autoscaler has reached; see `sizeInUpdate`. */
export function keepAksSize(
  cluster: AksPlan,
  pool: NodePoolPlan,
  recorded: Recorded,
  provider: pulumi.ProviderResource,
): pulumi.ResourceTransform {
  return keepLiveSize(cluster, pool, recorded, {
    path: "count",
    recorded: ({ pools }) => pools[pool.key],
    read: agentPoolCount(cluster, provider),
    write: (props, count) => ({ ...props, count }),
  });
}

/** Sends a cluster's system pool, which is a part of the cluster, the size that its autoscaler has reached; see `sizeInUpdate`. */
export function keepAksSystemSize(cluster: AksPlan, recorded: Recorded, provider: pulumi.ProviderResource): pulumi.ResourceTransform {
  return keepLiveSize(cluster, { key: cluster.systemPool.name, bounds: cluster.systemPool.bounds }, recorded, {
    path: "agentPoolProfiles[0].count",
    recorded: ({ systemPool }) => systemPool,
    read: agentPoolCount(cluster, provider),
    write: (props, count) => ({
      ...props,
      // Holds the subnet's id, so the engine hands it over as an output.
      agentPoolProfiles: pulumi
        .output(props["agentPoolProfiles"] as pulumi.Input<readonly PlainProps[]>)
        .apply((inline) => inline.map((profile) => ({ ...profile, count }))),
    }),
  });
}

function agentPoolCount({ names }: AksPlan, provider: pulumi.ProviderResource): SizeField["read"] {
  return async (agentPoolName) => {
    const { count } = await getAgentPool(
      { resourceGroupName: names.resourceGroup, resourceName: names.cluster, agentPoolName },
      { provider },
    );
    return count;
  };
}

/** A GKE pool says only its bounds: an update sends no size, so there is nothing to keep. */
export const keepGkeSize: pulumi.ResourceTransform = () => undefined;

/**
 * For any pool whose minimum, maximum and size are sent together.
 *
 * The resource must say `deleteBeforeReplace`: the SDK hands back "false" where nobody said.
 */
export function keepLiveSize(
  cluster: EksPlan | AksPlan,
  pool: Pick<NodePoolPlan, "key" | "bounds">,
  recorded: Recorded,
  field: SizeField,
): pulumi.ResourceTransform {
  // A preview looks nothing up, and of an unreachable cluster nothing is read: both take the size as the state has it.
  const mayRead = !pulumi.runtime.isDryRun() && cluster.unreachable === undefined;
  // The engine calls back on a connection of its own, where the SDK would not find the monitor that an invoke goes to.
  return AsyncResource.bind(async ({ props: given, opts }: pulumi.ResourceTransformArgs): Promise<pulumi.ResourceTransformResult> => {
    const fingerprint = pulumi.output(field.write(given, undefined)).apply(fingerprintOf);
    const props = { ...given, tags: { ...record(given["tags"]), [fingerprintTag]: fingerprint } };
    const withoutSize = { props, opts: { ...opts, ignoreChanges: [...(opts.ignoreChanges ?? []), field.path] } };
    if (!mayRead) return withoutSize;

    const last = (await recorded())?.clusters[cluster.name];
    const recordedPool = last === undefined ? undefined : field.recorded(last);
    const size = sizeInUpdate(await valueOf(fingerprint), recordedPool);
    switch (size.from) {
      case "plan":
        return { props, opts };
      case "state":
        return withoutSize;
      case "cloud": {
        const live = await liveSize(`${cluster.name}/${pool.key}`, () => field.read(size.physicalName));
        return { props: live === undefined ? props : field.write(props, clampSize(live, pool.bounds)), opts };
      }
    }
  });
}

/** Undefined when the cloud no longer has the pool: it went together with its cluster, or somebody deleted it. */
async function liveSize(pool: string, read: () => Promise<number | undefined>): Promise<number | undefined> {
  try {
    return await read();
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    if (/not ?found|does not exist/i.test(cause)) return undefined;
    throw new Error(
      `${pool} changes, and without its live size a busy pool might shrink, but reading that failed: ${cause}; run it again`,
      {
        cause: error,
      },
    );
  }
}

/** In an update every output has its value by the time a transform runs. */
function valueOf(output: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => void output.apply(resolve));
}

/** Tags and scaling bounds come from the plan, so they arrive as plain objects. */
function record(value: unknown): PlainProps {
  if (typeof value !== "object" || value === null) throw new TypeError(`expected an object, not ${String(value)}`);
  return { ...value };
}
