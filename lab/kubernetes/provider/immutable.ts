import { identifyingFields, kubernetesFacts } from "../../../facts/kubernetes";
import type { ProviderSettings } from "./connection";
import type { GroupVersionKind } from "./kinds";

/** What a provider is told of kinds whose contents it would otherwise replace. */
export type MutabilitySettings = Pick<ProviderSettings, "enableConfigMapMutable" | "enableSecretMutable">;

/** Fields whose change makes another object. */
export function immutableFields({ apiVersion, kind }: GroupVersionKind, settings: MutabilitySettings): readonly string[] {
  const { replaces = [], replacesUnless } = kubernetesFacts[`${apiVersion}/${kind}`] ?? {};
  const contents = replacesUnless === undefined || settings[replacesUnless.setting] ? [] : replacesUnless.fields;
  return [...identifyingFields, ...replaces, ...contents];
}
