import type { SecretSync } from "../../../config/engines/secretSync";
import type { ClusterSecretStore, ExternalSecret } from "../../../facts/customResourceDefinitions/external-secrets.io/v1";
import type { EngineObject, EnginePlan, Reference } from "../../model/engines/plan";
import { byCodeUnit, sortedEntries } from "../../order";
import { type EngineContext, nothingElse } from "../engine";
import { secretIdentity } from "./identity";
import { operatorChart, operatorPods } from "./operator";
import { operatorNamespace, prefixOf, type SecretSource, serviceAccountOf, sourceOf } from "./source";

/**
 * Keeps Secrets like their originals in the cloud's store. No value passes through here: the operator reads it inside the cluster. In a cluster
 * that somebody else made, the store is that one's.
 * https://external-secrets.io/
 *
 * @returns undefined where the cluster has no store, which is a finding
 */
export function secretSyncPlan(section: SecretSync, { fleet, cluster, others }: EngineContext): EnginePlan | undefined {
  const common = {
    ...nothingElse,
    component: { type: "SecretSync", name: "secret-sync" },
    namespace: undefined,
    charts: [],
    pods: [],
    // It writes into their namespaces.
    needs: Object.keys(others),
  };
  const { stores } = section;
  if (fleet.clusters[cluster]?.cloud === "existing")
    return stores.existing && { ...common, objects: secretObjects(section, prefixOf(fleet, section), stores.existing.clusterSecretStore) };
  const source = sourceOf(fleet, section, cluster);
  if (source === undefined) return undefined;
  const prefix = prefixOf(fleet, section);
  const objects = secretObjects(section, prefix, { $ref: "object", step: "store", field: "name" });
  return {
    ...common,
    namespace: { name: operatorNamespace, profile: "restricted" },
    identity: secretIdentity(source, prefix),
    charts: [operatorChart(serviceAccountOf(source))],
    objects: [storeObject(source, namespacesIn(section)), ...objects],
    pods: [operatorPods],
    networkAccess: { awsServices: source.cloud === "aws" && source.isOwnRegion ? ["secretsmanager"] : [] },
  };
}

/** Those that the store serves. */
function namespacesIn({ secrets }: SecretSync): readonly string[] {
  return [...new Set(Object.values(secrets).map(({ namespace }) => namespace))].sort(byCodeUnit);
}

type StoreSpec = NonNullable<ClusterSecretStore["spec"]>;

function storeObject(source: SecretSource, namespaces: readonly string[]): EngineObject {
  const spec: StoreSpec = { provider: providerOf(source), conditions: [{ namespaces }] };
  return {
    step: "store",
    apiVersion: "external-secrets.io/v1",
    kind: "ClusterSecretStore",
    name: "fleet",
    namespace: undefined,
    body: { spec },
    after: { steps: ["release"] },
  };
}

/** Of no credential: the operator's pods have an identity in their cloud. https://external-secrets.io/latest/api/spec/ */
function providerOf(source: SecretSource): StoreSpec["provider"] {
  switch (source.cloud) {
    case "aws":
      return { aws: { service: "SecretsManager", region: source.region } };
    case "azure":
      return { azurekv: { authType: "WorkloadIdentity", vaultUrl: source.vaultUrl } };
    case "gcp":
      return { gcpsm: { projectID: source.project } };
  }
}

/**
 * A Secret goes with its object, and with nothing else: what a store has lost, or cannot be asked for, stays in the cluster as it was.
 *
 * @param store name of the ClusterSecretStore
 */
function secretObjects({ secrets, refreshMinutes }: SecretSync, prefix: string, store: string | Reference): EngineObject[] {
  return sortedEntries(secrets).map(([name, { namespace, key = name, field }]) => {
    const remote = { key: `${prefix}${key}` };
    const source = field === undefined ? { dataFrom: [{ extract: remote }] } : { data: [{ secretKey: field, remoteRef: remote }] };
    const spec = {
      refreshPolicy: "Periodic",
      refreshInterval: duration(refreshMinutes),
      target: { name, creationPolicy: "Owner", deletionPolicy: "Retain" },
      ...source,
    } satisfies ExternalSecret["spec"];
    return {
      step: name,
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      name,
      namespace,
      body: { spec: { ...spec, secretStoreRef: { kind: "ClusterSecretStore", name: store } } },
      after: {},
    };
  });
}

/** Go's own spelling, which a rewrite by the operator leaves as it is. */
function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes}m0s` : `${hours}h${minutes % 60}m0s`;
}
