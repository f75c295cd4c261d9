import { stringify } from "yaml";
import { writeAtomically } from "../../home";

/** How one cluster is reached. */
export interface Access {
  /** Name of the context, and of its cluster and user. */
  readonly context: string;
  readonly endpoint: string;
  /** PEM. */
  readonly caCertificate: string;
  readonly token: string;
}

/** One cluster, one user with a token and one context each; the first is the current one. https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/ */
export function writeKubeconfig(path: string, access: readonly Access[]): void {
  const content = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": access[0]?.context ?? "",
    clusters: access.map(({ context, endpoint, caCertificate }) => ({
      name: context,
      cluster: { server: endpoint, "certificate-authority-data": Buffer.from(caCertificate).toString("base64") },
    })),
    users: access.map(({ context, token }) => ({ name: context, user: { token } })),
    contexts: access.map(({ context }) => ({ name: context, context: { cluster: context, user: context } })),
  };
  writeAtomically(path, stringify(content), 0o600);
}
