import type * as containerservice from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import type { AksPlan } from "../../../plan/model/aks";
import type { AksNetwork } from "../../network/aks";
import type { AuthPlugin } from "../kubeconfig";

/** Who may reach the API server, and as whom. */
export function accessOf(plan: AksPlan, network: AksNetwork) {
  return {
    disableLocalAccounts: true,
    enableRBAC: true,
    aadProfile: { managed: true, enableAzureRBAC: true, adminGroupObjectIDs: [...plan.administrators], tenantID: plan.tenant },
    apiServerAccessProfile:
      plan.apiAccess.mode === "private"
        ? { enablePrivateCluster: true, disableRunCommand: true }
        : {
            enablePrivateCluster: false,
            // The nodes come to the public endpoint too, by their way out.
            authorizedIPRanges: [...plan.apiAccess.cidrs, pulumi.interpolate`${network.outboundAddress}/32`],
            disableRunCommand: true,
          },
  } satisfies Partial<containerservice.ManagedClusterArgs>;
}

/**
 * Takes the caller's `az login`, on a laptop as in CI. The server's id is the same for every AKS cluster:
 * https://azure.github.io/kubelogin/concepts/aks.html
 */
export function kubelogin(tenant: string): AuthPlugin {
  return {
    apiVersion: "client.authentication.k8s.io/v1",
    command: "kubelogin",
    args: ["get-token", "--login", "azurecli", "--server-id", "6dae42f8-4368-4678-94ff-3960e28e3630", "--tenant-id", tenant],
    provideClusterInfo: false,
    installHint: "kubelogin is the auth plugin of AKS: https://azure.github.io/kubelogin/install.html",
  };
}
