import type { z } from "zod";
import { type Layer, layersOf, merge } from "./resolve";
import { checkFit, type Sections } from "./fleetRules";
import { describeUnknown, type Finding, parse } from "./file/messages";
import { NodePool } from "./nodePools";
import { formatPath } from "./file/problems";
import type { Path, Rule, Scope } from "./file/rules";
import { Workload } from "./workloads";

/** Overrides name pools and workloads that exist, what they make of them obeys the same rules, and every replica finds a node to fit. */
export const overridesHold: Rule<Sections> = (config, scope) => {
  if (!(["clouds", "clusters", "nodePools", "workloads"] as const).every((section) => scope.readable(section))) return;
  const nodePools = keepValid(NodePool, "nodePools", config.nodePools, scope);
  const workloads = keepValid(Workload, "workloads", config.workloads, scope);
  const findings = Object.keys(config.clusters)
    .sort()
    .filter((cluster) => scope.sound("clusters", cluster, "cloud"))
    .flatMap((cluster): ClusterFinding[] => {
      const layers = layersOf(config, cluster).filter(({ path }) => scope.sound(...path));
      const loads = mergeAll(workloads, layers);
      // Nobody here knows its nodes.
      if (config.clusters[cluster]?.cloud === "existing") return loads.findings.map((finding) => ({ ...finding, cluster }));
      const pools = mergeAll(nodePools, layers);
      const misfits = pools.complete ? findMisfits(loads.merged, pools.merged, layers) : [];
      return [...pools.findings, ...loads.findings, ...misfits].map((finding) => ({ ...finding, cluster }));
    });
  reportOnce(findings, scope);
  reportUnknownNames(config, scope);
};

interface ClusterFinding extends Finding {
  readonly cluster: string;
}

/** The entries of a section that are right by themselves: what is wrong without any override is reported where it is written. */
interface Section<S extends z.ZodType> {
  readonly schema: S;
  readonly kind: "nodePools" | "workloads";
  readonly valid: Readonly<Record<string, z.output<S>>>;
  /** Whether that is all of them. */
  readonly complete: boolean;
}

function keepValid<S extends z.ZodType>(
  schema: S,
  kind: Section<S>["kind"],
  entries: Readonly<Record<string, z.output<S>>>,
  scope: Scope,
): Section<S> {
  const valid = Object.entries(entries).filter(([name, entry]) => scope.sound(kind, name) && parse(schema, entry).ok);
  return { schema, kind, valid: Object.fromEntries(valid), complete: valid.length === Object.keys(entries).length };
}

interface Merged<T> {
  readonly merged: Readonly<Record<string, T>>;
  /** Whether that is every entry of the section. */
  readonly complete: boolean;
  readonly findings: readonly Finding[];
}

function mergeAll<S extends z.ZodType>({ schema, kind, valid, complete }: Section<S>, layers: readonly Layer[]): Merged<z.output<S>> {
  const merged: Record<string, z.output<S>> = {};
  const findings: Finding[] = [];
  for (const [name, entry] of Object.entries(valid)) {
    const changes = layers.map(({ overrides }) => overrides[kind]?.[name]).filter((change) => change !== undefined);
    const result = changes.length === 0 ? { ok: true as const, data: entry } : parse(schema, changes.reduce<unknown>(merge, entry));
    if (result.ok) merged[name] = result.data;
    else findings.push(...result.findings.map((finding) => blame(finding, [kind, name], layers)));
  }
  return { merged, complete: complete && findings.length === 0, findings };
}

function findMisfits(
  workloads: Readonly<Record<string, Workload>>,
  pools: Readonly<Record<string, NodePool>>,
  layers: readonly Layer[],
): Finding[] {
  return Object.entries(workloads).flatMap(([name, workload]) => {
    const misfit = checkFit(workload, pools);
    return misfit === undefined
      ? []
      : [blame({ path: ["resources", "requests", misfit.resource], message: misfit.message }, ["workloads", name], layers)];
  });
}

/** Moves a problem of a merged value to the override that causes it: the strongest one that writes a field which could mend it. */
function blame(finding: Finding, entry: readonly ["nodePools" | "workloads", string], layers: readonly Layer[]): Finding {
  const [kind, name] = entry;
  const strongestFirst = [...layers].reverse();
  for (const path of [finding.path, ...(finding.related ?? [])]) {
    const layer = strongestFirst.find(({ overrides }) => has(overrides[kind]?.[name], path));
    if (layer === undefined) continue;
    const field = path === finding.path ? "" : `${formatPath(finding.path)}: `;
    return { path: [...layer.path, ...entry, ...path], message: `${field}${finding.message}` };
  }
  return { path: [...entry, ...finding.path], message: finding.message };
}

function has(value: unknown, [first, ...rest]: Path): boolean {
  if (first === undefined) return true;
  if (typeof value !== "object" || value === null) return false;
  const found = Object.entries(value).find(([key]) => key === String(first));
  return found !== undefined && has(found[1], rest);
}

/** The same problem in several clusters is one problem. */
function reportOnce(findings: readonly ClusterFinding[], scope: Scope): void {
  const key = ({ path, message }: Finding) => JSON.stringify([path, message]);
  for (const first of new Map([...findings].reverse().map((finding) => [key(finding), finding])).values()) {
    const clusters = findings.filter((finding) => key(finding) === key(first)).map(({ cluster }) => cluster);
    scope.report(first.path, `${first.message} (as merged for ${shorten(clusters)})`);
  }
}

/** A large fleet's names would bury the message. */
function shorten(names: readonly string[]): string {
  return names.length <= 6 ? names.join(", ") : `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;
}

function reportUnknownNames(config: Sections, scope: Scope): void {
  const owners = [
    ...Object.entries(config.clouds).map(([cloud, entry]) => ({ path: ["clouds", cloud], entry })),
    ...Object.entries(config.clusters).map(([cluster, entry]) => ({ path: ["clusters", cluster], entry })),
  ];
  for (const { path, entry } of owners.filter(({ path }) => scope.readable(...path) && scope.sound(...path, "overrides"))) {
    for (const kind of ["nodePools", "workloads"] as const) {
      const known = Object.keys(config[kind]);
      const unknown = Object.keys(entry?.overrides[kind] ?? {}).filter((name) => !known.includes(name));
      for (const name of unknown) scope.report([...path, "overrides", kind, name], describeUnknown(name, known, `is not in ${kind}`));
    }
  }
}
