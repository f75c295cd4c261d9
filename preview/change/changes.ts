import { UNKNOWN, type Properties } from "../../facts/properties/values";
import { formatPath, parsePath } from "../../facts/properties/path";
import { isWithin } from "../../facts/properties/select";
import { byCodeUnit } from "../../plan/order";
import { sizePaths } from "../../facts/sizePaths";
import { propertiesOf, settled, shown, unknownPaths, withoutIgnored } from "./inputs";
import { judge, type Judgement, withProviderDefaults } from "./judge";
import type { RecordedResource } from "../record/recording";

/** What an edit does to one resource of the cloud or the cluster. */
export type ResourceChange = Changed & {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly urn: string;
};

type Changed =
  | { readonly change: "create" }
  | { readonly change: "delete" }
  | { readonly change: "update"; readonly inputs: readonly InputChange[] }
  /** `because`: the paths that force it, or "provider". `goesFirst`: whether the old one goes before the new one is made. */
  | {
      readonly change: "replace";
      readonly because: readonly string[];
      readonly goesFirst: "old" | "new";
      readonly inputs: readonly InputChange[];
    }
  /** An update that the cloud refuses. */
  | { readonly change: "refused"; readonly because: readonly string[]; readonly inputs: readonly InputChange[] };

export interface InputChange {
  /** In Pulumi's syntax: `scalingConfig.minSize`, `labels["example.com/team"]`. */
  readonly path: string;
  /** Texts as they are, anything else as JSON; null: not there. Of a secret, "(secret)"; of a variable that looks like one, "(hidden)". */
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * What the engine would do to a stack that was updated to `base`, by URN. Components and what is only read are left out.
 *
 * A replaced resource has new outputs, so what takes them changes too; and where the old one goes first, so does every resource that
 * cannot live without it (https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step_generator.go, calculateDependentReplacements).
 */
export function changesOf(stack: string, base: readonly RecordedResource[], head: readonly RecordedResource[]): ResourceChange[] {
  const before = new Map(base.filter(isManaged).map((resource) => [resource.urn, resource]));
  const after = new Set(head.map(({ urn }) => urn));
  const outcome = outcomes(before, head.filter(isManaged));
  const deleted = [...before.values()]
    .filter(({ urn }) => !after.has(urn))
    .map((resource): Outcome => ({ resource, changed: { change: "delete" } }));
  return [...outcome, ...deleted]
    .map(({ resource: { type, name, urn }, changed }) => ({ stack, type, name, urn, ...changed }))
    .sort((a, b) => byCodeUnit(a.urn, b.urn));
}

function isManaged({ custom, type }: RecordedResource): boolean {
  return custom && type !== "pulumi:pulumi:StackReference";
}

interface Outcome {
  readonly resource: RecordedResource;
  readonly changed: Changed;
}

/** @param head in the order of registration: what a resource depends on comes before it */
function outcomes(before: ReadonlyMap<string, RecordedResource>, head: readonly RecordedResource[]): Outcome[] {
  const after = new Map(head.map((resource) => [resource.urn, resource]));
  const upstream: Upstream = { replaced: new Set(), goneFirst: new Set(), updated: new Set() };
  const found: Outcome[] = [];
  for (const resource of head) {
    const old = before.get(resource.urn);
    if (old === undefined) {
      found.push({ resource, changed: { change: "create" } });
      continue;
    }
    const { changed, unknownAfter } = compare(withProvider(old, before), withProvider(resource, after), upstream);
    if (changed === undefined) continue;
    found.push({ resource, changed });
    if (changed.change === "replace") upstream.replaced.add(resource.urn);
    if (changed.change === "replace" && changed.goesFirst === "old") upstream.goneFirst.add(resource.urn);
    if (changed.change === "update" && unknownAfter.length > 0) upstream.updated.add(resource.urn);
  }
  return found;
}

/** URNs of what has been judged so far. */
interface Upstream {
  readonly replaced: Set<string>;
  readonly goneFirst: Set<string>;
  /** In place, in a way that changes outputs. */
  readonly updated: Set<string>;
}

interface Provided {
  readonly resource: RecordedResource;
  /** With what the provider fills in. */
  readonly inputs: Properties;
  /** The provider's own inputs. */
  readonly provider: Properties;
}

function withProvider(resource: RecordedResource, all: ReadonlyMap<string, RecordedResource>): Provided {
  const provider = propertiesOf(all.get(resource.options.provider ?? "")?.inputs ?? {});
  return { resource, inputs: withProviderDefaults(resource.type, propertiesOf(resource.inputs), provider), provider };
}

function compare(
  { resource: old, inputs: recorded }: Provided,
  { resource, inputs: given, provider }: Provided,
  upstream: Upstream,
): { readonly changed: Changed | undefined; readonly unknownAfter: Judgement["unknownAfter"] } {
  const { type, options } = resource;
  const ignored = [...options.ignoreChanges, ...sizePathOf(type)];
  const asked = withoutIgnored(recorded, given, ignored);
  const frozen = options.ignoreChanges.includes("*");
  const taking = (urns: ReadonlySet<string>) => (frozen ? [] : inputsFrom(resource, urns));
  const { olds, news } = settled(recorded, asked, frozen ? [] : [...taking(upstream.replaced), ...redirected(old, resource)]);
  const judged = judge(type, olds, news, provider);

  const lost = Object.fromEntries(taking(upstream.goneFirst).map((property) => [property, UNKNOWN]));
  const cannotStay = Object.keys(lost).length === 0 ? [] : judge(type, olds, { ...news, ...lost }, provider).replaces;
  const forced = judged.changed.filter((path) => options.replaceOnChanges.some((rule) => rule === "*" || isWithin(parsePath(path), rule)));
  const because = unique([
    ...judged.replaces,
    ...forced,
    ...cannotStay,
    ...(upstream.replaced.has(options.provider ?? "") ? ["provider"] : []),
  ]);
  const fresh = freshOutputs(type, { olds, asked, news }, taking(upstream.updated), provider);
  const paths = unique([...judged.changed, ...fresh, ...because.filter((path) => path !== "provider")]);
  const secrets = new Set([...old.secretInputs, ...resource.secretInputs]);
  const inputs = paths.map((path) => inputChange(path, olds, fresh.includes(path) ? asked : news, secrets));
  const { unknownAfter } = judged;

  if (because.length > 0) {
    const oldFirst = cannotStay.length > 0 || (options.deleteBeforeReplace ?? judged.oldFirst);
    return { changed: { change: "replace", because, goesFirst: oldFirst ? "old" : "new", inputs }, unknownAfter };
  }
  if (judged.refused.length > 0) return { changed: { change: "refused", because: judged.refused, inputs }, unknownAfter };
  return { changed: paths.length > 0 ? { change: "update", inputs } : undefined, unknownAfter };
}

/** The size of a pool that exists is its autoscaler's. */
function sizePathOf(type: string): readonly string[] {
  return Object.entries(sizePaths).flatMap(([pool, path]) => (pool === type ? [path] : []));
}

/** Inputs that take outputs of another resource than before. One that only takes more keeps what it had. */
function redirected({ inputDependencies: before }: RecordedResource, { inputDependencies: after }: RecordedResource): readonly string[] {
  return Object.entries(after).flatMap(([property, from]) => {
    const had = before[property] ?? [];
    return had.some((urn) => !from.includes(urn)) && from.some((urn) => !had.includes(urn)) ? [property] : [];
  });
}

/** Inputs that take outputs of one of the resources. */
function inputsFrom({ inputDependencies }: RecordedResource, urns: ReadonlySet<string>): readonly string[] {
  return Object.entries(inputDependencies).flatMap(([property, from]) => (from.some((urn) => urns.has(urn)) ? [property] : []));
}

/** Places that take an output which an update in place changes, such as a version. It changes no id, so what hangs on that stays. */
function freshOutputs(
  type: string,
  { olds, asked, news }: { readonly olds: Properties; readonly asked: Properties; readonly news: Properties },
  properties: readonly string[],
  provider: Properties,
): readonly string[] {
  return properties.flatMap((property) => {
    const { replaces, refused } = judge(type, olds, { ...news, [property]: asked[property] ?? null }, provider);
    const paths = unknownPaths(asked[property] ?? null, [property]).map(formatPath);
    return paths.filter((path) => !replaces.includes(path) && !refused.includes(path));
  });
}

function inputChange(path: string, olds: Properties, news: Properties, secrets: ReadonlySet<string>): InputChange {
  const [property] = parsePath(path);
  const [before, after] = [shown(olds, path), shown(news, path)];
  if (!secrets.has(String(property))) return { path, before, after };
  return { path, before: before === null ? null : "(secret)", after: after === null ? null : "(secret)" };
}

function unique(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)];
}
