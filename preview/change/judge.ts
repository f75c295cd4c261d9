import { isDeepStrictEqual } from "node:util";
import { aws } from "../../lab/cloud/aws/cloud";
import { azure } from "../../lab/cloud/azure/cloud";
import { deletesOldFirst, matching } from "../../facts/change/rules";
import { withDefaults } from "../../lab/cloud/check";
import type { CloudDefinition } from "../../lab/cloud/definition";
import { gcp } from "../../lab/cloud/gcp/cloud";
import type { Account } from "../../facts/resource";
import { changedPaths } from "../../lab/cloud/plan";
import { flag, hasUnknown } from "../../facts/properties/select";
import { differences, touches } from "../../facts/kubernetes/compare";
import { immutableFields } from "../../facts/kubernetes/immutable";
import { kindOf } from "../../lab/kubernetes/provider/kinds";
import { replacesProvider } from "../../facts/kubernetes/replacement";
import { CloudError } from "../../lab/provider/backend";
import type { Properties } from "../../facts/properties/values";
import { formatPath, type PathKeys, valueAt } from "../../facts/properties/path";
import { factsOf } from "../../facts";
import { kubernetesFacts } from "../../facts/kubernetes/objects";

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
 * Compares inputs as the lab's providers do, which is as the real ones do: sets have no order, JSON has no layout, and what a change
 * means is in facts.
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
  const known = models.get(type);
  const account = known === undefined ? undefined : accountOf(known.cloud, provider);
  return known === undefined || account === undefined ? inputs : withDefaults(known.cloud, known.model, account, inputs);
}

/** Undefined where the provider takes its region from elsewhere, or only an update will know it. */
function accountOf(cloud: CloudDefinition, provider: Properties): Account | undefined {
  try {
    return hasUnknown(provider) ? undefined : cloud.configure(provider).account;
  } catch (error) {
    if (error instanceof CloudError) return undefined;
    throw error;
  }
}

const models = new Map([aws, azure, gcp].flatMap((cloud) => cloud.models.map((model) => [model.type, { cloud, model }] as const)));

function judgeResource(type: string, olds: Properties, news: Properties): Judgement {
  const model = models.get(type)?.model;
  const facts = factsOf(type);
  // A set that holds an unknown value counts as changed to a provider, which cannot know that both versions mean the same one.
  const changed = (model === undefined ? differences(olds, news) : changedPaths(model, olds, news)).filter(
    (keys) => !isDeepStrictEqual(valueAt(olds, keys), valueAt(news, keys)),
  );
  const inputs = { olds, news, changed };
  const replaces = matching(facts.replaces, inputs);
  const refused = matching(facts.refuses ?? [], inputs);
  return {
    changed: [...new Set([...changed.map(formatPath), ...replaces, ...refused])],
    replaces,
    refused,
    oldFirst: deletesOldFirst(facts.deletesFirst, olds, news),
    unknownAfter: changed.length === 0 ? [] : (model?.unknownAfter?.(changed) ?? []),
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
