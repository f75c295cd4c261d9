import type { z } from "zod";
import type { FleetConfig } from "./index";
import type { Clouds } from "./clouds";
import type { Cluster } from "./clusters";
import type { Path } from "./file/rules";
import { type Layer, layersOf, mapValues, mergeEntry, type OverriddenSection, strongestLayer } from "./layers";
import { NodePool } from "./nodePools";
import { Workload } from "./workloads";

/** A fleet as it is in force: nothing of it is written in two places, and nothing of it depends on an override or on an upgrade's waves. */
export interface ResolvedFleet extends Pick<FleetConfig, "settings" | "platform" | "databases"> {
  readonly clouds: { readonly [Cloud in keyof Clouds]: Omit<NonNullable<Clouds[Cloud]>, "overrides"> | undefined };
  readonly clusters: Readonly<Record<string, ResolvedCluster>>;
}

/** A cluster with the pools and workloads that it has, and the minor that it is going to run. An existing cluster has no pools. */
export type ResolvedCluster = Resolved<Cluster>;
/** One that the program makes, in a cloud. */
export type ResolvedManagedCluster = Exclude<ResolvedCluster, { cloud: "existing" }>;

type Resolved<Written> = Written extends Cluster
  ? Omit<Written, "overrides" | "nodePools"> & {
      readonly nodePools: Readonly<Record<string, NodePool>>;
      readonly workloads: Readonly<Record<string, Workload>>;
    }
  : never;

/**
 * Merges what a cloud, a cluster and an upgrade say differently into every cluster.
 *
 * @throws Error where a merged entry is not valid, which no config is that `loadStack` returned
 */
export function resolveFleet(config: FleetConfig): ResolvedFleet {
  const { settings, clouds, clusters, platform, databases } = config;
  return {
    settings,
    clouds: {
      aws: clouds.aws === undefined ? undefined : withoutOverrides(clouds.aws),
      azure: clouds.azure === undefined ? undefined : withoutOverrides(clouds.azure),
      gcp: clouds.gcp === undefined ? undefined : withoutOverrides(clouds.gcp),
    },
    clusters: mapValues(clusters, (cluster, name) => resolvedCluster(config, name, cluster)),
    platform,
    databases,
  };
}

function withoutOverrides<Written extends { readonly overrides: unknown }>({ overrides, ...own }: Written): Omit<Written, "overrides"> {
  return own;
}

function resolvedCluster(config: FleetConfig, name: string, { overrides, ...own }: Cluster): ResolvedCluster {
  const layers = layersOf(config, name);
  const kubernetes = upgradeOf(config, name) ?? own.kubernetes;
  const workloads = resolvedEntries(Workload, "workloads", config.workloads, layers);
  if (own.cloud === "existing") return { ...own, kubernetes, nodePools: {}, workloads };
  return { ...own, kubernetes, nodePools: resolvedEntries(NodePool, "nodePools", config.nodePools, layers), workloads };
}

function resolvedEntries<S extends z.ZodType>(
  schema: S,
  kind: OverriddenSection,
  entries: Readonly<Record<string, z.output<S>>>,
  layers: readonly Layer[],
): Record<string, z.output<S>> {
  return mapValues(entries, (entry, name) => {
    const merged = mergeEntry(schema, [kind, name], entry, layers);
    if (!merged.ok) throw new Error(`${kind}.${name} is not valid after its overrides: ${JSON.stringify(merged.findings)}`);
    return merged.data;
  });
}

/** Where what is in force at a path in one cluster is written: in the strongest override that says it, in an upgrade, or at the path itself. */
export function writtenPath(config: Pick<FleetConfig, "clouds" | "clusters" | "upgrade">, cluster: string, path: Path): Path {
  const [section, name, ...field] = path;
  if (section === "nodePools" || section === "workloads") {
    const layer = strongestLayer(layersOf(config, cluster), [section, String(name)], field);
    return layer === undefined ? path : [...layer.path, ...path];
  }
  const isMinor = section === "clusters" && name === cluster && field[0] === "kubernetes";
  return isMinor && upgradeOf(config, cluster) !== undefined ? ["upgrade", "to"] : path;
}

/** The minor that an upgrade under way brings a cluster to; undefined where none does. */
function upgradeOf({ upgrade }: Pick<FleetConfig, "upgrade">, cluster: string): string | undefined {
  return upgrade?.waves.flat().includes(cluster) === true ? upgrade.to : undefined;
}
