import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterPlan } from "../../plan/model/fleet";
import type { Cloud } from "../../catalogue/clouds";

/** What a cluster's kubeconfig runs to get a credential. */
const authPlugins: Readonly<Record<Cloud, { readonly command: string; readonly install: string }>> = {
  aws: { command: "aws", install: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html" },
  azure: { command: "kubelogin", install: "https://azure.github.io/kubelogin/install.html, or `az aks install-cli`" },
  gcp: {
    command: "gke-gcloud-auth-plugin",
    install:
      "`gcloud components install gke-gcloud-auth-plugin`, https://docs.cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl",
  },
};

/**
 * Stops an update before it changes anything when a plugin is missing that a kubeconfig of the fleet needs: found out later, it leaves
 * clusters without their objects.
 *
 * @throws pulumi.RunError that lists every missing plugin, who needs it and how to install it
 */
export function requireAuthPlugins(clusters: readonly ClusterPlan[], isInstalled: (command: string) => boolean = isOnPath): void {
  const missing = Object.entries(authPlugins).flatMap(([cloud, { command, install }]) => {
    const users = clusters.filter((cluster) => cluster.cloud === cloud && cluster.unreachable === undefined).map(({ name }) => name);
    return users.length === 0 || isInstalled(command) ? [] : [`  ${command}, for ${users.join(", ")}: ${install}`];
  });
  if (missing.length > 0) throw new pulumi.RunError(`not on PATH, and needed to reach clusters:\n${missing.join("\n")}`);
}

function isOnPath(command: string): boolean {
  const suffixes = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.some((folder) => suffixes.some((suffix) => isExecutable(join(folder, command + suffix))));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
