import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically, type LabHome } from "../home";
import { removeClusterToken, writeAuthPlugins, writeClusterToken } from "./authPlugins";
import { readCertificateAuthority } from "./components";
import { writeKubeconfig } from "./kubeconfig";
import { ControlPlaneFiles, describe, endpointOf, listRecords, newToken, users, type ControlPlaneRecord } from "./record";
import { stagesYaml } from "./stages";

/** Writes what the controllers and users of a control plane need of its CA, which the API server has made at its first start. */
export function writeAccess(home: LabHome, record: ControlPlaneRecord): void {
  const files = new ControlPlaneFiles(home, record.id);
  const caCertificate = readCertificateAuthority(files);
  if (caCertificate === undefined) throw new Error(`${record.id}: the API server wrote no CA certificate to ${files.certificates}`);
  const { cluster } = record;
  const endpoint = endpointOf(record);
  for (const user of users) writeKubeconfig(files.kubeconfig(user), { cluster, endpoint, caCertificate, token: record.tokens[user] });
  writeFileSync(files.stages, stagesYaml());
  writeAtomically(files.caCertificate, caCertificate);
  writeAuthPlugins(home, sharedToken(home));
  publishCluster(home, cluster);
}

/** Makes the cluster's name stand for its newest control plane, or for none. */
export function publishCluster(home: LabHome, cluster: string): void {
  const plane = listRecords(home)
    .flatMap((record) => describe(home, record) ?? [])
    .findLast((candidate) => candidate.cluster === cluster);
  const kubeconfig = join(home.kubeconfigs, `${cluster}.yaml`);
  if (plane === undefined) {
    removeClusterToken(home, cluster);
    rmSync(kubeconfig, { force: true });
  } else {
    writeClusterToken(home, cluster, plane.adminToken);
    writeKubeconfig(kubeconfig, { cluster, endpoint: plane.endpoint, caCertificate: plane.caCertificate, token: plane.adminToken });
  }
}

/** One for all clusters, for the auth plugins whose token is not tied to a cluster. Made when it is first asked for. */
export function sharedToken(home: LabHome): string {
  const file = join(home.kubernetes, "shared-token");
  if (!existsSync(file)) writeAtomically(file, newToken(), 0o600);
  return readFileSync(file, "utf8");
}
