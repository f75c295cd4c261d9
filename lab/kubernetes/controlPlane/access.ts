import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically, type LabHome } from "../../home";
import { removeClusterToken, writeAuthPlugins, writeClusterToken } from "./authPlugins";
import { readCertificateAuthority } from "./components";
import type { ControlPlane } from "./controlPlane";
import { writeKubeconfig, type Access } from "./kubeconfig";
import { ControlPlaneFiles, describe, endpointOf, listRecords, newToken, users, type ControlPlaneRecord } from "./record";
import { stagesYaml } from "./stages";

/** Writes what the controllers and users of a control plane need of its CA, which the API server has made at its first start. */
export function writeAccess(home: LabHome, record: ControlPlaneRecord): void {
  const files = new ControlPlaneFiles(home, record.id);
  const caCertificate = readCertificateAuthority(files);
  if (caCertificate === undefined) throw new Error(`${record.id}: the API server wrote no CA certificate to ${files.certificates}`);
  const { cluster } = record;
  const endpoint = endpointOf(record);
  for (const user of users)
    writeKubeconfig(files.kubeconfig(user), [{ context: cluster, endpoint, caCertificate, token: record.tokens[user] }]);
  writeFileSync(files.stages, stagesYaml());
  writeAtomically(files.caCertificate, caCertificate);
  writeAuthPlugins(home, sharedToken(home));
  publishCluster(home, record);
}

/** Makes a cluster's key and its name in its cloud stand for its newest control plane, or for none. */
export function publishCluster(home: LabHome, { cluster, name }: Pick<ControlPlaneRecord, "cluster" | "name">): void {
  const records = listRecords(home);

  const named = records.findLast((record) => record.name === name);
  if (named === undefined) removeClusterToken(home, name);
  else writeClusterToken(home, name, named.tokens.admin);

  const plane = records
    .filter((record) => record.cluster === cluster)
    .flatMap((record) => describe(home, record) ?? [])
    .at(-1);
  const kubeconfig = join(home.kubeconfigs, `${cluster}.yaml`);
  if (plane === undefined) rmSync(kubeconfig, { force: true });
  else writeKubeconfig(kubeconfig, [accessTo(plane)]);
  const found = records.flatMap((record) => describe(home, record) ?? []).filter(({ context }) => context !== undefined);
  writeKubeconfig(home.kubeconfig, found.map(accessTo));
}

function accessTo({ cluster, context = cluster, endpoint, caCertificate, adminToken }: ControlPlane): Access {
  return { context, endpoint, caCertificate, token: adminToken };
}

/** One for all clusters, for the auth plugins whose token is not tied to a cluster. Made when it is first asked for. */
export function sharedToken(home: LabHome): string {
  const file = join(home.kubernetes, "shared-token");
  if (!existsSync(file)) writeAtomically(file, newToken(), 0o600);
  return readFileSync(file, "utf8");
}
