import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { fingerprintTag } from "../../components/nodepool";
import type { AksPlan } from "../../plan/model/aks";
import type { EksPlan } from "../../plan/model/eks";
import { clampSize, fingerprintOf, sizeInUpdate } from "../../plan/nodes/liveSize";
import type { DeployedCluster, DeployedPool } from "../../plan/model/outputs";
import type { Recorded } from "../recorded";
import type { NodePoolPlan } from "../../plan/model/pool";
import { ownEntry } from "../../facts/properties/ownEntry";

/** How one cloud's pool resource spells its size, and how the live one is read. */
export interface SizeField {
  /** Property path, as `ignoreChanges` takes it. */
  readonly path: string;
  /** The pool, in what the last update recorded of its cluster. */
  readonly recorded: (cluster: DeployedCluster) => DeployedPool | undefined;
  /** Names that the pool may stand under: of the recorded one, and of a replacement that an update made and did not live to record. */
  readonly names: (recorded: DeployedPool) => Promise<readonly string[]>;
  readonly read: (physicalName: string) => Promise<number | undefined>;
  readonly write: (props: PlainProps, size: number | undefined) => PlainProps;
}

export type PlainProps = Readonly<Record<string, unknown>>;

/**
 * Sends a pool the size that its autoscaler has reached; see `sizeInUpdate`. For any pool whose minimum, maximum and size are sent together.
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
    const props = { ...given, tags: { ...plainObject(given["tags"]), [fingerprintTag]: fingerprint } };
    const withoutSize = { props, opts: { ...opts, ignoreChanges: [...(opts.ignoreChanges ?? []), field.path] } };
    if (!mayRead) return withoutSize;

    const last = ownEntry((await recorded())?.clusters, cluster.name);
    const recordedPool = last === undefined ? undefined : field.recorded(last);
    const size = sizeInUpdate(await valueOf(fingerprint), recordedPool);
    switch (size.from) {
      case "plan":
        return { props, opts };
      case "state":
        return withoutSize;
      case "cloud": {
        const live = await largest(`${cluster.name}/${pool.key}`, field, size.pool);
        return { props: live === undefined ? props : field.write(props, clampSize(live, pool.bounds)), opts };
      }
    }
  });
}

/** Undefined when the cloud no longer has the pool: it went together with its cluster, or somebody deleted it. */
async function largest(pool: string, { names, read }: SizeField, recorded: DeployedPool): Promise<number | undefined> {
  return orSayWhy(pool, async () => {
    const found = (await ifItExists(() => names(recorded))) ?? [];
    const sizes = await Promise.all(found.map((name) => ifItExists(() => read(name))));
    const live = sizes.filter((size) => size !== undefined);
    return live.length === 0 ? undefined : Math.max(...live);
  });
}

/** @throws Error that names the pool and says what to do, when its live size cannot be read */
export async function orSayWhy<T>(pool: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${pool} changes, and without its live size a busy pool might shrink, but reading that failed: ${cause}; run it again`,
      { cause: error },
    );
  }
}

export async function ifItExists<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && /not ?found|does not exist/i.test(error.message)) return undefined;
    throw error;
  }
}

/** In an update every output has its value by the time a transform runs. */
function valueOf(output: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => void output.apply(resolve));
}

/** Tags and scaling bounds come from the plan, so they arrive as plain objects. */
export function plainObject(value: unknown): PlainProps {
  if (typeof value !== "object" || value === null) throw new TypeError(`expected an object, not ${String(value)}`);
  return { ...value };
}
