import { identifyingFields, kubernetesFacts } from "../../../stacks/facts/kubernetes";
import type { ProviderSettings } from "./connection";
import type { GroupVersionKind } from "./kinds";

/** Fields whose change makes another object. */
export function immutableFields({ apiVersion, kind }: GroupVersionKind, settings: ProviderSettings): readonly string[] {
  const { replaces = [] } = kubernetesFacts[`${apiVersion}/${kind}`] ?? {};
  return [...identifyingFields, ...replaces, ...contents(apiVersion, kind, settings)];
}

function contents(apiVersion: string, kind: string, settings: ProviderSettings): readonly string[] {
  if (apiVersion !== "v1") return [];
  if (kind === "Secret") return settings.enableSecretMutable ? ["type"] : ["type", "stringData", "data"];
  if (kind === "ConfigMap") return settings.enableConfigMapMutable ? [] : ["binaryData", "data"];
  return [];
}
