import { alone, planned, type Cases } from "./cases";

const cluster = "azure-native:containerservice:ManagedCluster";
const pool = "azure-native:containerservice:AgentPool";
type Inputs = Readonly<Record<string, unknown>>;

const addon = (name: string, profile: Inputs) => ({ addonProfiles: { [name]: profile } });

/** Each as a pool of its own and as the pool inside a cluster. */
function eachPool(good: Inputs, ...bad: readonly Inputs[]): Cases {
  const both = (inputs: Inputs) => [[planned(pool, inputs)], [planned(cluster, { agentPoolProfiles: [{ ...good }, inputs] })]];
  return { good: both(good), bad: bad.flatMap(both) };
}

const diagnosed = (inputs: Inputs, of = "own") => [
  planned(cluster, {}),
  planned(cluster, {}, "other"),
  planned("azure-native:monitor:DiagnosticSetting", inputs, "setting", [of]),
];

const inCluster = (networkPluginMode: string) => [
  planned(pool, {}, "own", ["cluster"]),
  planned(cluster, { networkProfile: { networkPluginMode } }, "cluster"),
];

/** By the first id of a rule. */
export const azureCases: Readonly<Record<string, Cases>> = {
  CKV_AZURE_4: alone(
    cluster,
    [addon("omsagent", { enabled: true }), { azureMonitorProfile: { containerInsights: { enabled: true } } }],
    [{}, addon("omsagent", { enabled: false })],
  ),
  CKV_AZURE_182: alone("azure-native:network:VirtualNetwork", [{}], [{ dhcpOptions: { dnsServers: ["8.8.8.8"] } }]),
  "CIS AKS 2.1.1": {
    good: [diagnosed({ workspaceId: "unknown" })],
    bad: [[planned(cluster, {})], diagnosed({ storageAccountId: "unknown" }), diagnosed({ workspaceId: "unknown" }, "other")],
  },
  CKV_AZURE_6: alone(
    cluster,
    [{ apiServerAccessProfile: { enablePrivateCluster: true } }, { apiServerAccessProfile: { authorizedIPRanges: ["203.0.113.0/24"] } }],
    [{}, { apiServerAccessProfile: { authorizedIPRanges: [] } }, { apiServerAccessProfile: { authorizedIPRanges: ["0.0.0.0/0"] } }],
  ),
  CKV_AZURE_115: alone(
    cluster,
    [{ apiServerAccessProfile: { enablePrivateCluster: true } }],
    [{}, { apiServerAccessProfile: { enablePrivateCluster: false } }],
  ),
  CKV_AZURE_170: alone(cluster, [{ sku: { tier: "Standard" } }], [{}, { sku: { tier: "Free" } }]),
  CKV_AZURE_171: alone(
    cluster,
    [{ autoUpgradeProfile: { upgradeChannel: "patch" } }],
    [{}, { autoUpgradeProfile: { nodeOSUpgradeChannel: "NodeImage" } }, { autoUpgradeProfile: { upgradeChannel: "none" } }],
  ),
  CKV_AZURE_246: alone(
    cluster,
    [{}, addon("httpApplicationRouting", { enabled: false })],
    [addon("httpApplicationRouting", { enabled: true })],
  ),
  CKV_AZURE_116: alone(cluster, [addon("azurepolicy", { enabled: true })], [{}, addon("azurepolicy", { enabled: false })]),
  CKV_AZURE_5: alone(cluster, [{ enableRBAC: true }], [{}, { enableRBAC: false }]),
  CKV_AZURE_141: alone(cluster, [{ disableLocalAccounts: true }], [{}, { disableLocalAccounts: false }]),
  "CIS AKS 5.5.1": alone(cluster, [{ aadProfile: { managed: true } }], [{}, { aadProfile: { managed: false } }]),
  "CIS AKS 5.5.2": alone(cluster, [{ aadProfile: { enableAzureRBAC: true } }], [{}, { aadProfile: { managed: true } }]),
  "CIS AKS 5.3.1": alone(
    cluster,
    [{ securityProfile: { azureKeyVaultKms: { enabled: true, keyId: "unknown" } } }],
    [
      {},
      { securityProfile: { azureKeyVaultKms: { enabled: false, keyId: "unknown" } } },
      { securityProfile: { azureKeyVaultKms: { enabled: true } } },
    ],
  ),
  CKV_AZURE_172: alone(
    cluster,
    [addon("azureKeyvaultSecretsProvider", { enabled: true, config: { enableSecretRotation: "true" } })],
    [
      {},
      addon("azureKeyvaultSecretsProvider", { enabled: true }),
      addon("azureKeyvaultSecretsProvider", { config: { enableSecretRotation: "true" } }),
    ],
  ),
  CKV_AZURE_7: alone(cluster, [{ networkProfile: { networkPolicy: "cilium" } }], [{}, { networkProfile: { networkPolicy: "none" } }]),
  CKV2_AZURE_29: alone(cluster, [{ networkProfile: { networkPlugin: "azure" } }], [{}, { networkProfile: { networkPlugin: "kubenet" } }]),
  CKV_AZURE_143: eachPool({ enableNodePublicIP: false }, { enableNodePublicIP: true }),
  CKV_AZURE_168: {
    good: [...eachPool({ maxPods: 110 }).good, inCluster("overlay")],
    bad: [...eachPool({ maxPods: 110 }, { maxPods: 30 }, {}).bad, inCluster("none")],
  },
  CKV_AZURE_169: eachPool({ type: "VirtualMachineScaleSets" }, { type: "AvailabilitySet" }, {}),
  CKV_AZURE_226: eachPool({ osDiskType: "Ephemeral" }, { osDiskType: "Managed" }, {}),
  CKV_AZURE_227: eachPool({ enableEncryptionAtHost: true }, { enableEncryptionAtHost: false }, {}),
  CKV_AZURE_117: alone(cluster, [{ diskEncryptionSetID: "unknown" }], [{}]),
  CKV_AZURE_232: eachPool(
    { mode: "System", nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"] },
    { mode: "System" },
    { mode: "System", nodeTaints: ["a=b:NoSchedule"] },
  ),
};
