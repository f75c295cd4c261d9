import { identifyingFields, kubernetesFacts } from "./objects";
import type { GroupVersionKind } from "./kinds";

/** What a provider is told of kinds whose contents it would otherwise replace. */
export interface MutabilitySettings {
  readonly enableConfigMapMutable: boolean;
  readonly enableSecretMutable: boolean;
}

/** Fields whose change makes another object. */
export function immutableFields({ apiVersion, kind }: GroupVersionKind, settings: MutabilitySettings): readonly string[] {
  const { replaces = [], replacesUnless } = kubernetesFacts[`${apiVersion}/${kind}`] ?? {};
  const contents = replacesUnless === undefined || settings[replacesUnless.setting] ? [] : replacesUnless.fields;
  return [...identifyingFields, ...replaces, ...contents];
}
