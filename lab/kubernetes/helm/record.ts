import { gunzipSync, gzipSync } from "node:zlib";
import type { Properties } from "../../../facts/properties/values";
import type { KubernetesClient, ObjectRef } from "../client/client";
import type { ReleaseSpec } from "./chart";
import type { KubernetesObject } from "../client/objects";

/** A release as the cluster remembers it. */
export interface ReleaseRecord extends ReleaseSpec {
  /** Counts from 1, one up with every update. */
  readonly revision: number;
  /** The URN of the Pulumi resource that made it. */
  readonly urn: string;
  readonly objects: readonly ObjectRef[];
}

const owner = "lab.gateway-fleet/urn";

/**
 * Helm's own form: a Secret of type helm.sh/release.v1 per revision, so that `helm list` shows the release.
 * @see https://helm.sh/docs/topics/kubernetes_distros/ and https://github.com/helm/helm/blob/main/pkg/storage/driver/util.go
 */
export function recordSecret(record: ReleaseRecord): KubernetesObject {
  const { name, namespace, revision } = record;
  const content = {
    name,
    namespace,
    version: revision,
    info: { status: "deployed" },
    chart: { metadata: { name: record.chart, version: record.version, apiVersion: "v2" } },
    config: record.values,
    objects: record.objects,
  };
  const release = gzipSync(JSON.stringify(content)).toString("base64");
  return {
    apiVersion: "v1",
    kind: "Secret",
    type: "helm.sh/release.v1",
    metadata: {
      name: `sh.helm.release.v1.${name}.v${revision}`,
      namespace,
      labels: { owner: "helm", name, status: "deployed", version: String(revision) },
      annotations: { [owner]: record.urn },
    },
    data: { release: Buffer.from(release).toString("base64") },
  };
}

/** The newest revision; undefined where there is no such release. */
export async function findRelease(client: KubernetesClient, namespace: string, name: string): Promise<ReleaseRecord | undefined> {
  const records = (await recordsOf(client, namespace, name)).map(readRecord);
  return records.sort((a, b) => b.revision - a.revision)[0];
}

/** @param from the first revision that stays */
export async function forgetRevisions(client: KubernetesClient, namespace: string, name: string, from = Infinity): Promise<void> {
  const old = (await recordsOf(client, namespace, name)).filter((secret) => readRecord(secret).revision < from);
  await Promise.all(
    old.map(({ metadata: { name: secret = "" } }) => client.delete({ apiVersion: "v1", kind: "Secret", namespace, name: secret })),
  );
}

async function recordsOf(client: KubernetesClient, namespace: string, name: string): Promise<readonly KubernetesObject[]> {
  return (await client.list("v1", "Secret", { namespace, labelSelector: `owner=helm,name=${name}` })).items;
}

function readRecord(secret: KubernetesObject): ReleaseRecord {
  const { release } = secret["data"] as { readonly release: string };
  const gzipped = Buffer.from(Buffer.from(release, "base64").toString("utf8"), "base64");
  const content = JSON.parse(gunzipSync(gzipped).toString("utf8")) as {
    readonly name: string;
    readonly namespace: string;
    readonly version: number;
    readonly chart: { readonly metadata: { readonly name: string; readonly version: string } };
    readonly config: Properties;
    readonly objects: readonly ObjectRef[];
  };
  return {
    name: content.name,
    namespace: content.namespace,
    chart: content.chart.metadata.name,
    version: content.chart.metadata.version,
    values: content.config,
    revision: content.version,
    urn: secret.metadata.annotations?.[owner] ?? "",
    objects: content.objects,
  };
}
