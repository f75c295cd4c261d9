import type { ResolvedFleet } from "../../config/resolve";
import { describeUnknown, type Finding } from "../../config/file/messages";
import type { SecretSync } from "../../config/engines/secretSync";
import { gkeNames } from "../naming/physicalNames";
import { byCodeUnit, sortedEntries } from "../order";
import { platformCharts } from "../../catalogue/versions";
import type { EnginePods, SecretOperatorPlan, SecretSource, SecretSyncPlan } from "../model/engines";
import { limits } from "../../catalogue/nameLimits";

const controller: EnginePods = { replicas: 2, requests: { cpu: "50m", memory: "128Mi" } };

/** @returns undefined where the cluster has no store, which is a finding */
export function secretSyncPlan(fleet: ResolvedFleet, secretSync: SecretSync, cluster: string): SecretSyncPlan | undefined {
  const { stores, refreshMinutes } = secretSync;
  const prefix = prefixOf(fleet, secretSync);
  const common = {
    refreshInterval: duration(refreshMinutes),
    secrets: sortedEntries(secretSync.secrets).map(([name, { namespace, key = name, field }]) => ({
      name,
      namespace,
      key: `${prefix}${key}`,
      field,
    })),
  };
  if (fleet.clusters[cluster]?.cloud === "existing")
    return stores.existing === undefined ? undefined : { operator: undefined, store: stores.existing.clusterSecretStore, ...common };
  const source = sourceOf(fleet, secretSync, cluster);
  if (source === undefined) return undefined;
  const serviceAccount = { namespace: "external-secrets", name: accountName(fleet, cluster) };
  const namespaces = [...new Set(common.secrets.map(({ namespace }) => namespace))].sort(byCodeUnit);
  return {
    operator: { chart: platformCharts.externalSecrets, controller, serviceAccount, prefix, source, namespaces },
    store: "fleet",
    ...common,
  };
}

/** The operator's plan where it reads that cloud's store. */
export function operatorReading<Cloud extends SecretSource["cloud"]>(
  cloud: Cloud,
  plan: SecretSyncPlan | undefined,
): SecretOperatorPlan<Extract<SecretSource, { cloud: Cloud }>> | undefined {
  const operator = plan?.operator;
  return operator !== undefined && reads(cloud, operator) ? operator : undefined;
}

function reads<Cloud extends SecretSource["cloud"]>(
  cloud: Cloud,
  operator: SecretOperatorPlan,
): operator is SecretOperatorPlan<Extract<SecretSource, { cloud: Cloud }>> {
  return operator.source.cloud === cloud;
}

function prefixOf({ settings }: ResolvedFleet, { prefix = `${settings.name}-${settings.environment}` }: SecretSync): string {
  return `${prefix}-`;
}

/** Go's own spelling, which a rewrite by the operator leaves as it is. */
function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes}m0s` : `${hours}h${minutes % 60}m0s`;
}

function sourceOf({ clusters, clouds }: ResolvedFleet, { stores }: SecretSync, name: string): SecretSource | undefined {
  const cluster = clusters[name];
  switch (cluster?.cloud) {
    case "aws":
      return stores.aws === undefined ? undefined : { cloud: "aws", region: stores.aws.region ?? cluster.region };
    case "azure":
      return stores.azure === undefined ? undefined : vault(stores.azure.vault);
    case "gcp": {
      const project = clouds.gcp?.project;
      return stores.gcp === undefined || project === undefined ? undefined : { cloud: "gcp", project, ...stores.gcp };
    }
    case "existing":
    case undefined:
      return undefined;
  }
}

function vault(vaultId: string): SecretSource {
  const [, , subscription = "", , , , , , name = ""] = vaultId.split("/");
  return { cloud: "azure", vaultId, vaultUrl: `https://${name.toLowerCase()}.vault.azure.net`, subscription };
}

/**
 * Google Cloud cannot tell apart the clusters of a project: pods of one namespace and service account are one principal in all of them.
 * https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity#identity_sameness
 */
function accountName({ settings: { name: fleet, environment }, clusters }: ResolvedFleet, name: string): string {
  const cluster = clusters[name];
  return cluster?.cloud === "gcp" ? gkeNames({ fleet, environment, cluster: name, slot: cluster.slot }).cluster : "external-secrets";
}

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
