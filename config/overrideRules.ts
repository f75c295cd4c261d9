import type { z } from "zod";
import { type Layer, layersOf, mergeEntry, type OverriddenSection, strongestLayer } from "./layers";
import type { Sections } from "./fleetRules";
import { describeUnknown, type Finding, parse } from "./file/messages";
import { NodePool } from "./nodePools";
import { formatPath } from "./file/problems";
import type { Rule, Scope } from "./file/rules";
import { Workload } from "./workloads";

/** Overrides name pools and workloads that exist, and what they make of them obeys the same rules. */
export const overridesHold: Rule<Sections> = (config, scope) => {
  if (!(["clouds", "clusters", "nodePools", "workloads"] as const).every((section) => scope.readable(section))) return;
  const nodePools = keepValid(NodePool, "nodePools", config.nodePools, scope);
  const workloads = keepValid(Workload, "workloads", config.workloads, scope);
  const findings = Object.keys(config.clusters)
    .sort()
    .filter((cluster) => scope.sound("clusters", cluster, "cloud"))
    .flatMap((cluster): ClusterFinding[] => {
      const layers = layersOf(config, cluster).filter(({ path }) => scope.sound(...path));
      // An existing cluster brings its own nodes.
      const pools = config.clusters[cluster]?.cloud === "existing" ? [] : mergeAll(nodePools, layers);
      return [...pools, ...mergeAll(workloads, layers)].map((finding) => ({ ...finding, cluster }));
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
  readonly kind: OverriddenSection;
  readonly valid: Readonly<Record<string, z.output<S>>>;
}

function keepValid<S extends z.ZodType>(
  schema: S,
  kind: OverriddenSection,
  entries: Readonly<Record<string, z.output<S>>>,
  scope: Scope,
): Section<S> {
  const valid = Object.entries(entries).filter(([name, entry]) => scope.sound(kind, name) && parse(schema, entry).ok);
  return { schema, kind, valid: Object.fromEntries(valid) };
}

function mergeAll<S extends z.ZodType>({ schema, kind, valid }: Section<S>, layers: readonly Layer[]): Finding[] {
  return Object.entries(valid).flatMap(([name, entry]) => {
    const merged = mergeEntry(schema, [kind, name], entry, layers);
    return merged.ok ? [] : merged.findings.map((finding) => blame(finding, [kind, name], layers));
  });
}

/** Moves a problem of a merged value to the override that causes it: the strongest one that writes a field which could mend it. */
function blame(finding: Finding, entry: readonly [OverriddenSection, string], layers: readonly Layer[]): Finding {
  for (const path of [finding.path, ...(finding.related ?? [])]) {
    const layer = strongestLayer(layers, entry, path);
    if (layer === undefined) continue;
    const field = path === finding.path ? "" : `${formatPath(finding.path)}: `;
    return { path: [...layer.path, ...entry, ...path], message: `${field}${finding.message}` };
  }
  return { path: [...entry, ...finding.path], message: finding.message };
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
