import type { z } from "zod";
import type { Clouds } from "./clouds";
import type { Cluster, Clusters } from "./clusters";
import { type Parsed, parse } from "./file/messages";
import type { Path } from "./file/rules";
import type { Overrides } from "./overrides";
import { ownEntry } from "../facts/properties/ownEntry";

/** Sections whose entries a cloud and a cluster may say differently. */
export type OverriddenSection = "nodePools" | "workloads";

/** One place that overrides can be written in. */
export interface Layer {
  /** Its path in the stack file: ["clusters", "aws-usw2", "overrides"]. */
  readonly path: readonly string[];
  readonly overrides: Overrides;
}

/** The overrides that apply to a cluster, weakest first: its cloud's, where it is in one of the program's, then its own. */
export function layersOf(config: { readonly clouds: Clouds; readonly clusters: Clusters }, clusterName: string): readonly Layer[] {
  const { cloud, overrides } = clusterIn(config, clusterName);
  const own = { path: ["clusters", clusterName, "overrides"], overrides };
  if (cloud === "existing") return [own];
  return [{ path: ["clouds", cloud, "overrides"], overrides: config.clouds[cloud]?.overrides ?? {} }, own];
}

/** An entry with what the layers say differently (maps key by key, lists replaced), held to the same rules as one that is written so. */
export function mergeEntry<S extends z.ZodType>(
  schema: S,
  [kind, name]: readonly [OverriddenSection, string],
  entry: z.output<S>,
  layers: readonly Layer[],
): Parsed<z.output<S>> {
  const changes = layers.map(({ overrides }) => ownEntry<unknown>(overrides[kind], name)).filter((change) => change !== undefined);
  return changes.length === 0 ? { ok: true, data: entry } : parse(schema, changes.reduce<unknown>(merge, entry));
}

/** Maps are merged key by key; anything else in `change` replaces what was there. */
export function merge(base: unknown, change: unknown): unknown {
  if (!isMap(base) || !isMap(change)) return change;
  return { ...base, ...mapValues(change, (value, key) => (Object.hasOwn(base, key) ? merge(base[key], value) : value)) };
}

/** The layer that wins where several say a field of an entry; undefined where none does. */
export function strongestLayer(
  layers: readonly Layer[],
  [kind, name]: readonly [OverriddenSection, string],
  field: Path,
): Layer | undefined {
  return [...layers].reverse().find(({ overrides }) => has(ownEntry<unknown>(overrides[kind], name), field));
}

function has(value: unknown, [first, ...rest]: Path): boolean {
  if (value === undefined) return false;
  if (first === undefined) return true;
  if (typeof value !== "object" || value === null) return false;
  const found = Object.entries(value).find(([key]) => key === String(first));
  return found !== undefined && has(found[1], rest);
}

/** @throws Error where it is unknown */
export function clusterIn({ clusters }: { readonly clusters: Clusters }, name: string): Cluster {
  const cluster = ownEntry(clusters, name);
  if (cluster === undefined) throw new Error(`clusters has no ${name}; it has ${Object.keys(clusters).join(", ")}`);
  return cluster;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function mapValues<A, B>(map: Readonly<Record<string, A>>, change: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}
