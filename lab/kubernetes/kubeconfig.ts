import { stringify } from "yaml";
import { writeAtomically } from "../home";

/** One cluster, one user with a token, one context named as the cluster. https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/ */
export function writeKubeconfig(
  path: string,
  access: { readonly cluster: string; readonly endpoint: string; readonly caCertificate: string; readonly token: string },
): void {
  const { cluster } = access;
  const certificate = Buffer.from(access.caCertificate).toString("base64");
  const content = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": cluster,
    clusters: [{ name: cluster, cluster: { server: access.endpoint, "certificate-authority-data": certificate } }],
    users: [{ name: cluster, user: { token: access.token } }],
    contexts: [{ name: cluster, context: { cluster, user: cluster } }],
  };
  writeAtomically(path, stringify(content), 0o600);
}
