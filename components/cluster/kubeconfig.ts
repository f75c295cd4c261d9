import * as pulumi from "@pulumi/pulumi";

export interface KubeconfigArgs {
  /** Name of the cluster, the user and the context. */
  readonly name: string;
  /** "https://..." */
  readonly endpoint: pulumi.Input<string>;
  /** The API server's CA, PEM in base64. @default the public ones that the caller's machine trusts */
  readonly certificateAuthority?: pulumi.Input<string>;
  /** The cloud's auth plugin: it finds the caller's credentials, so that none is in the file. */
  readonly plugin: AuthPlugin;
}

export interface AuthPlugin {
  /** What the plugin answers with: client-go refuses an answer of another version. */
  readonly apiVersion: "client.authentication.k8s.io/v1" | "client.authentication.k8s.io/v1beta1";
  readonly command: string;
  readonly args: readonly string[];
  /** Whether the plugin is told which cluster it is for. */
  readonly provideClusterInfo: boolean;
  /** Shown when the command is not on PATH. */
  readonly installHint: string;
}

/**
 * A kubeconfig (JSON, which is YAML) that names an auth plugin and holds no credential. Secret all the same: it says where the API server is.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#configuration
 */
export function execKubeconfig({ name, endpoint, certificateAuthority, plugin }: KubeconfigArgs): pulumi.Output<string> {
  const document = pulumi.all([endpoint, certificateAuthority]).apply(([server, ca]) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": name,
      clusters: [{ name, cluster: { server, ...(ca === undefined ? {} : { "certificate-authority-data": ca }) } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      // Never: an update runs where nobody can answer a question.
      users: [{ name, user: { exec: { ...plugin, interactiveMode: "Never" } } }],
    }),
  );
  return pulumi.secret(document);
}
