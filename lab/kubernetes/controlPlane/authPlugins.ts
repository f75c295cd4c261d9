import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically, type LabHome } from "../../home";

/**
 * Stand-ins for the clouds' auth plugins, first on PATH for what the lab starts: kubeconfigs that the program writes then work against the
 * lab's control planes, unchanged. As with the real ones, the token of `aws` is for one cluster, and those of the others are for all.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export function writeAuthPlugins(home: LabHome, sharedToken: string): void {
  mkdirSync(credentials(home), { recursive: true, mode: 0o700 });
  writeAtomically(sharedTokenPath(home), sharedToken, 0o600);
  writeExecutable(join(home.bin, "aws"), aws(home));
  writeExecutable(join(home.bin, "kubelogin"), sharedTokenPlugin(home, "kubelogin", "get-token"));
  writeExecutable(join(home.bin, "gke-gcloud-auth-plugin"), sharedTokenPlugin(home, "gke-gcloud-auth-plugin", ""));
}

/** Lets `aws eks get-token --cluster-name <cluster>` answer. */
export function writeClusterToken(home: LabHome, cluster: string, token: string): void {
  writeAtomically(join(credentials(home), "clusters", cluster), token, 0o600);
}

export function removeClusterToken(home: LabHome, cluster: string): void {
  rmSync(join(credentials(home), "clusters", cluster), { force: true });
}

function credentials(home: LabHome): string {
  return join(home.bin, ".credentials");
}

function sharedTokenPath(home: LabHome): string {
  return join(credentials(home), "shared");
}

function writeExecutable(path: string, text: string): void {
  writeAtomically(path, text, 0o700);
  // The mode of a new file passes through the umask.
  chmodSync(path, 0o700);
}

/** A client refuses another version of the answer than its kubeconfig names; it tells the plugin which. */
const printCredential = `print_credential() {
  case "$KUBERNETES_EXEC_INFO" in
    *'client.authentication.k8s.io/v1"'*) version=v1 ;;
    *) version=v1beta1 ;;
  esac
  printf '{"apiVersion":"client.authentication.k8s.io/%s","kind":"ExecCredential","status":{"token":"%s"}}\\n' "$version" "$1"
}`;

function aws(home: LabHome): string {
  return `#!/bin/sh
# Stand-in of the embedded lab for the AWS CLI: answers "aws eks get-token --cluster-name <cluster>" and "aws --version".
${printCredential}
cluster=
command="$1 $2"
[ "$1" = --version ] && { echo "aws-cli/2.0.0 gateway-fleet-lab"; exit 0; }
while [ $# -gt 0 ]; do
  case "$1" in
    --cluster-name) cluster="$2"; shift ;;
    --cluster-name=*) cluster="\${1#--cluster-name=}" ;;
    get-token) command="eks get-token" ;;
  esac
  shift
done
[ "$command" = "eks get-token" ] || { echo "aws: the embedded lab answers only: aws eks get-token --cluster-name <cluster>" >&2; exit 2; }
file=${quote(join(credentials(home), "clusters"))}/"$cluster"
[ -n "$cluster" ] && [ -f "$file" ] || { echo "aws: no cluster '$cluster' in this lab" >&2; exit 255; }
print_credential "$(cat "$file")"
`;
}

function sharedTokenPlugin(home: LabHome, name: string, command: string): string {
  return `#!/bin/sh
# Stand-in of the embedded lab for ${name}.
${printCredential}
[ "$1" = --version ] && { echo "${name} gateway-fleet-lab"; exit 0; }
[ "$1" = "${command}" ] || { echo "${name}: the embedded lab answers only: ${`${name} ${command}`.trim()}" >&2; exit 2; }
print_credential "$(cat ${quote(sharedTokenPath(home))})"
`;
}

function quote(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
