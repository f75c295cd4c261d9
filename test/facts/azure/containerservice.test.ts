import assert from "node:assert/strict";
import type { Properties } from "../../../facts/properties/values";
import { problems } from "../problems";

describe("an AKS cluster", () => {
  const cluster: Properties = {
    resourceGroupName: "gateway",
    resourceName: "wus2",
    dnsPrefix: "wus2",
    identity: { type: "UserAssigned", userAssignedIdentities: ["/identity"] },
    networkProfile: { networkPlugin: "azure", networkPluginMode: "overlay", networkDataplane: "cilium", networkPolicy: "cilium" },
    agentPoolProfiles: [{ name: "system", mode: "System", vmSize: "Standard_D2s_v5", count: 2 }],
  };
  const found = (more: Properties) => problems("azure-native:containerservice:ManagedCluster", { ...cluster, ...more });

  it("is fine as the program has it", () => {
    assert.equal(found({}), "");
  });

  it("refuses combinations that Azure refuses", () => {
    assert.match(found({ disableLocalAccounts: true, aadProfile: null }), /needs aadProfile/);
    assert.match(found({ securityProfile: { workloadIdentity: { enabled: true } }, oidcIssuerProfile: null }), /needs oidcIssuerProfile/);
    assert.match(found({ networkProfile: { networkPolicy: "cilium" } }), /cilium needs networkDataplane/);
    assert.match(found({ resourceName: "c".repeat(64) }), /at most 63/);
  });

  it("refuses add-ons that do not exist, settings that are no text, two expanders at once, and cleaning by the hour", () => {
    assert.match(found({ addonProfiles: { azurePolicies: { enabled: true } } }), /azurePolicies.*is none of the add-ons/);
    const config = { enableSecretRotation: true };
    const secrets = { addonProfiles: { azureKeyvaultSecretsProvider: { enabled: true, config } } };
    assert.match(found(secrets), /enableSecretRotation.*must be text/);
    assert.match(found({ autoScalerProfile: { expander: "priority,least-waste" } }), /is none of least-waste, most-pods, priority/);
    assert.match(found({ securityProfile: { imageCleaner: { enabled: true, intervalHours: 1 } } }), /1 is outside 24\.\.2160/);
  });
});
