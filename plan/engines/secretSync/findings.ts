import { limits } from "../../../catalogue/nameLimits";
import { describeUnknown, type Finding } from "../../../config/file/messages";
import type { SecretSync } from "../../../config/engines/secretSync";
import type { ResolvedFleet } from "../../../config/resolve";
import { byCodeUnit, sortedEntries } from "../../order";
import { prefixOf } from "./source";

/** @param namespaces of a cluster's workloads and engines */
export function secretSyncFindings(fleet: ResolvedFleet, secretSync: SecretSync, namespaces: readonly string[]): Finding[] {
  const path = ["platform", "secretSync"];
  const known = [...namespaces].sort(byCodeUnit);
  return [
    ...missingStores(fleet, secretSync).map((message) => ({ path: [...path, "stores"], message })),
    ...sortedEntries(secretSync.secrets).flatMap(([name, { namespace, key = name }]) => [
      ...(known.includes(namespace)
        ? []
        : [
            {
              path: [...path, "secrets", name, "namespace"],
              message: describeUnknown(namespace, known, "is the namespace of no workload and no engine"),
            },
          ]),
      ...tooLong(`${prefixOf(fleet, secretSync)}${key}`).map((message) => ({ path: [...path, "secrets", name], message })),
    ]),
  ];
}

const remedies = {
  aws: "add aws: {}, and each cluster reads its own region",
  azure: "add azure: { vault: <resource id of a Key Vault> }",
  gcp: 'add gcp: { projectNumber: "<number of clouds.gcp.project>" }',
  existing:
    "add existing: { clusterSecretStore: <name> }, with a store in each that whoever runs it has made: the program gives it no identity in a cloud",
} as const;

function missingStores({ clusters }: ResolvedFleet, { stores }: SecretSync): string[] {
  const names = sortedEntries(clusters);
  return (["aws", "azure", "gcp", "existing"] as const).flatMap((cloud) => {
    const there = names.flatMap(([name, cluster]) => (cluster.cloud === cloud ? [name] : []));
    return there.length === 0 || stores[cloud] !== undefined
      ? []
      : [`has no ${cloud}, where ${there.join(", ")} would get no secret; ${remedies[cloud]}`];
  });
}

/** What fits a Key Vault fits every store. */
function tooLong(name: string): string[] {
  const { of, max, source } = limits.keyVaultSecret;
  if (name.length <= max) return [];
  return [
    `"${name}", the name of ${of}, has ${name.length} characters, at most ${max} are allowed; shorten its key or prefix by ${name.length - max} (${source})`,
  ];
}
