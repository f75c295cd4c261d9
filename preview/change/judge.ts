import { isDeepStrictEqual } from "node:util";
import { cloudFacts, factsOf, providerOf } from "../../facts";
import { changedPaths } from "../../facts/change/changedPaths";
import { deletesOldFirst, matching } from "../../facts/change/rules";
import { withDefaults } from "../../facts/inputs/defaults";
import { differences, touches } from "../../facts/kubernetes/compare";
import { immutableFields } from "../../facts/kubernetes/immutable";
import { kindOf } from "../../facts/kubernetes/kinds";
import { kubernetesFacts } from "../../facts/kubernetes/objects";
import { replacesProvider } from "../../facts/kubernetes/replacement";
import { formatPath, type PathKeys, valueAt } from "../../facts/properties/path";
import { flag, hasUnknown } from "../../facts/properties/select";
import type { Properties } from "../../facts/properties/values";
import type { Account } from "../../facts/resource";

/** What a change of one resource's inputs comes to. Paths are in the engine's syntax. */
export interface Judgement {
  readonly changed: readonly string[];
  /** Of these, what makes another resource. */
  readonly replaces: readonly string[];
  /** What would be sent as an update that the cloud refuses. */
  readonly refused: readonly string[];
  /** In a replacement, whether the provider asks for the old one to go first. */
  readonly oldFirst: boolean;
  /** Outputs that the change makes unknown until it is applied. */
  readonly unknownAfter: readonly string[];
}

/**
 * Compares inputs as the providers do: sets have no order, JSON has no layout, and what a change means is in facts.
 *
 * @param provider inputs of the resource's provider
 * @throws Error for a type of which nothing is known
 */
export function judge(type: string, olds: Properties, news: Properties, provider: Properties): Judgement {
  if (type === "pulumi:providers:kubernetes") return judgeProvider(olds, news, replacesProvider(olds, news));
  if (type.startsWith("pulumi:")) return judgeProvider(olds, news, []);
  return type.startsWith("kubernetes:") ? judgeObject(type, olds, news, provider) : judgeResource(type, olds, news);
}

/**
 * Inputs with what the provider takes where nothing is said, such as its own region.
 *
 * @param provider inputs of the resource's provider
 */
export function withProviderDefaults(type: string, inputs: Properties, provider: Properties): Properties {
  const account = cloudFacts.has(type) ? accountOf(type, provider) : undefined;
  return account === undefined ? inputs : withDefaults(type, inputs, account);
}

/** Undefined where the provider takes its region from elsewhere, or only an update will know it. */
function accountOf(type: string, provider: Properties): Account | undefined {
  const configured = hasUnknown(provider) ? undefined : providerOf(type)?.configure(provider);
  return configured !== undefined && "account" in configured ? configured.account : undefined;
}

function judgeResource(type: string, olds: Properties, news: Properties): Judgement {
  const facts = factsOf(type);
  // A set that holds an unknown value counts as changed to a provider, which cannot know that both versions mean the same one.
  const changed = changedPaths(facts, olds, news).filter((keys) => !isDeepStrictEqual(valueAt(olds, keys), valueAt(news, keys)));
  const inputs = { olds, news, changed };
  const replaces = matching(facts.replaces, inputs);
  const refused = matching(facts.refuses ?? [], inputs);
  return {
    changed: [...new Set([...changed.map(formatPath), ...replaces, ...refused])],
    replaces,
    refused,
    oldFirst: deletesOldFirst(facts.deletesFirst, olds, news),
    unknownAfter: changed.length === 0 ? [] : (facts.unknownAfter?.(changed) ?? []),
  };
}

function judgeObject(type: string, olds: Properties, news: Properties, provider: Properties): Judgement {
  const gvk = kindOf(type);
  const changed = differences(olds, news);
  const settings = {
    enableConfigMapMutable: flag(provider, "enableConfigMapMutable") === true,
    enableSecretMutable: flag(provider, "enableSecretMutable") === true,
  };
  const touching = (fields: readonly string[]) => changed.filter((path) => fields.some((field) => touches(path, field))).map(formatPath);
  return {
    changed: changed.map(formatPath),
    replaces: touching(immutableFields(gvk, settings)),
    refused: touching(kubernetesFacts[`${gvk.apiVersion}/${gvk.kind}`]?.refuses ?? []),
    // Two objects of one name cannot be there at once.
    oldFirst: !identityChanges(changed),
    unknownAfter: [],
  };
}

function identityChanges(changed: readonly PathKeys[]): boolean {
  return changed.some((path) => touches(path, "metadata.name") || touches(path, "metadata.namespace"));
}

/** A provider takes a value that is unknown for another one; two versions that both leave it unknown mean the same one. */
function judgeProvider(olds: Properties, news: Properties, replacing: readonly string[]): Judgement {
  const changed = differences(olds, news).map(formatPath);
  const replaces = replacing.filter((path) => changed.includes(path));
  return { changed, replaces, refused: [], oldFirst: false, unknownAfter: [] };
}
