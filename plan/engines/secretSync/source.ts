import type { SecretSync } from "../../../config/engines/secretSync";
import type { ResolvedFleet } from "../../../config/resolve";
import type { ServiceAccount } from "../../model/identity";
import { gkeNames, type Naming } from "../../naming/physicalNames";

/** The cloud's store that a cluster reads, always over TLS: no way to say otherwise exists. */
export type SecretSource =
  | { readonly cloud: "aws"; readonly account: string; readonly region: string; readonly isOwnRegion: boolean; readonly naming: Naming }
  | { readonly cloud: "azure"; readonly vaultId: string; readonly vaultUrl: string; readonly subscription: string; readonly naming: Naming }
  | { readonly cloud: "gcp"; readonly project: string; readonly projectNumber: string; readonly naming: Naming };

/** With the hyphen: what the names of all that it may read begin with. */
export function prefixOf({ settings }: ResolvedFleet, { prefix = `${settings.name}-${settings.environment}` }: SecretSync): string {
  return `${prefix}-`;
}

/** Undefined where the section names no store of the cluster's cloud, and in clusters that somebody else runs. */
export function sourceOf({ settings, clusters, clouds }: ResolvedFleet, { stores }: SecretSync, name: string): SecretSource | undefined {
  const cluster = clusters[name];
  if (cluster === undefined || cluster.cloud === "existing") return undefined;
  const naming = { fleet: settings.name, environment: settings.environment, cluster: name, slot: cluster.slot };
  switch (cluster.cloud) {
    case "aws": {
      if (stores.aws === undefined || clouds.aws === undefined) return undefined;
      const { region = cluster.region } = stores.aws;
      return { cloud: "aws", account: clouds.aws.account, region, isOwnRegion: region === cluster.region, naming };
    }
    case "azure":
      return stores.azure === undefined ? undefined : { ...vault(stores.azure.vault), naming };
    case "gcp":
      if (stores.gcp === undefined || clouds.gcp === undefined) return undefined;
      return { cloud: "gcp", project: clouds.gcp.project, ...stores.gcp, naming };
  }
}

function vault(vaultId: string) {
  const [, , subscription = "", , , , , , name = ""] = vaultId.split("/");
  return { cloud: "azure", vaultId, vaultUrl: `https://${name.toLowerCase()}.vault.azure.net`, subscription } as const;
}

/**
 * Whom the cloud lets read. Google Cloud cannot tell apart the clusters of a project: pods of one namespace and service account are one
 * principal in all of them.
 * https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity#identity_sameness
 */
export function serviceAccountOf({ cloud, naming }: SecretSource): ServiceAccount {
  return { namespace: operatorNamespace, name: cloud === "gcp" ? gkeNames(naming).cluster : "external-secrets" };
}

export const operatorNamespace = "external-secrets";
