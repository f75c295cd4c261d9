import { all, either, is, isNot, isSet, namesBlocks, users } from "../checks";
import type { Rule } from "../rule";

const cluster = "azure-native:containerservice:ManagedCluster";

const isPrivate = is("apiServerAccessProfile.enablePrivateCluster", true);

const controlPlane: readonly Rule[] = [
  {
    ids: ["CIS AKS 2.1.1"],
    title: "sends what control planes log to Log Analytics",
    source: "https://learn.microsoft.com/azure/aks/monitor-aks#azure-monitor-resource-logs",
    types: [cluster],
    check: (own, planned) =>
      users(own, "azure-native:monitor:DiagnosticSetting", planned).some((setting) => isSet("workspaceId")(setting, planned) === undefined)
        ? undefined
        : "no diagnostic setting sends its logs to a workspace",
  },
  {
    ids: ["CKV_AZURE_4"],
    title: "keeps what containers write",
    source: "https://learn.microsoft.com/azure/azure-monitor/containers/container-insights-overview",
    types: [cluster],
    check: either(is("addonProfiles.omsagent.enabled", true), is("azureMonitorProfile.containerInsights.enabled", true)),
  },
  {
    ids: ["CKV_AZURE_6", "CIS AKS 5.4.1"],
    title: "opens no API server to the whole internet",
    source: "https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges",
    types: [cluster],
    check: either(isPrivate, namesBlocks("apiServerAccessProfile.authorizedIPRanges")),
  },
  {
    ids: ["CKV_AZURE_115", "CIS AKS 5.4.2"],
    title: "has no public API server",
    source: "https://learn.microsoft.com/azure/aks/private-clusters",
    types: [cluster],
    check: isPrivate,
  },
  {
    ids: ["CKV_AZURE_170"],
    title: "has an uptime agreement",
    source: "https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers",
    types: [cluster],
    check: is("sku.tier", "Standard", "Premium"),
  },
  {
    ids: ["CKV_AZURE_171"],
    title: "takes patches by itself",
    source: "https://learn.microsoft.com/azure/aks/auto-upgrade-cluster",
    types: [cluster],
    check: all(isSet("autoUpgradeProfile.upgradeChannel"), isNot("autoUpgradeProfile.upgradeChannel", "none")),
  },
  {
    ids: ["CKV_AZURE_246"],
    title: "does without the retired ingress add-on",
    source: "https://learn.microsoft.com/previous-versions/azure/aks/http-application-routing",
    types: [cluster],
    check: isNot("addonProfiles.httpApplicationRouting.enabled", true),
  },
  {
    ids: ["CKV_AZURE_116"],
    title: "judges what enters a cluster by Azure Policy",
    source: "https://learn.microsoft.com/azure/aks/use-azure-policy",
    types: [cluster],
    check: is("addonProfiles.azurepolicy.enabled", true),
  },
];

const identitiesAndSecrets: readonly Rule[] = [
  {
    ids: ["CKV_AZURE_5"],
    title: "judges requests by roles",
    source: "https://learn.microsoft.com/azure/aks/concepts-identity",
    types: [cluster],
    check: is("enableRBAC", true),
  },
  {
    ids: ["CKV_AZURE_141"],
    title: "has no local accounts",
    source: "https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad",
    types: [cluster],
    check: is("disableLocalAccounts", true),
  },
  {
    ids: ["CIS AKS 5.5.1"],
    title: "knows people by Entra ID",
    source: "https://learn.microsoft.com/azure/aks/enable-authentication-microsoft-entra-id",
    types: [cluster],
    check: is("aadProfile.managed", true),
  },
  {
    ids: ["CIS AKS 5.5.2"],
    title: "gives people their rights by Azure RBAC",
    source: "https://learn.microsoft.com/azure/aks/manage-azure-rbac",
    types: [cluster],
    check: is("aadProfile.enableAzureRBAC", true),
  },
  {
    ids: ["CIS AKS 5.3.1"],
    title: "encrypts secrets with a key of its own",
    source: "https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption",
    types: [cluster],
    check: all(is("securityProfile.azureKeyVaultKms.enabled", true), isSet("securityProfile.azureKeyVaultKms.keyId")),
  },
  {
    ids: ["CKV_AZURE_172"],
    title: "brings rotated secrets into pods",
    source: "https://learn.microsoft.com/azure/aks/csi-secrets-store-configuration-options",
    types: [cluster],
    check: all(
      is("addonProfiles.azureKeyvaultSecretsProvider.enabled", true),
      is("addonProfiles.azureKeyvaultSecretsProvider.config.enableSecretRotation", "true"),
    ),
  },
];

const network: readonly Rule[] = [
  {
    ids: ["CKV_AZURE_7", "CIS AKS 5.4.4"],
    title: "enforces network policies",
    source: "https://learn.microsoft.com/azure/aks/use-network-policies",
    types: [cluster],
    check: is("networkProfile.networkPolicy", "cilium", "azure", "calico"),
  },
  {
    ids: ["CKV2_AZURE_29"],
    title: "gives pods addresses by Azure CNI",
    source: "https://learn.microsoft.com/azure/aks/azure-cni-overlay",
    types: [cluster],
    check: is("networkProfile.networkPlugin", "azure"),
  },
];

export const azureClusterRules: readonly Rule[] = [...controlPlane, ...identitiesAndSecrets, ...network];
