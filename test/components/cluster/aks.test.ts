import assert from "node:assert/strict";
import { record, UNKNOWN } from "../../../preview/record/record";
import { certificateAuthority } from "../../../components/cluster/aks/certificate";
import { aksPlan, recordAks, standardAks } from "../fixtures/aks";
import { at, keysOf, ofType, only, text } from "../fixtures/recording";

const managedCluster = "azure-native:containerservice:ManagedCluster";

describe("AksCluster", () => {
  it("S0.109 runs its control plane as a managed identity, which may use the nodes' subnet before the cluster exists", async () => {
    const recording = await standardAks();
    const cluster = only(recording, managedCluster);
    assert.deepEqual(cluster.inputs["identity"], { type: "UserAssigned", userAssignedIdentities: ["az-wus2-2-cluster-identity-id"] });
    const role = only(recording, "azure-native:authorization:RoleAssignment", "az-wus2-2-cluster-subnet-role");
    assert.equal(role.inputs["scope"], "az-wus2-2-network-nodes-id");
    assert.equal(role.inputs["principalId"], "principal-1");
    assert.ok(cluster.options.dependsOn.includes(role.urn));
  });

  it("S0.108 has no virtual nodes on container instances", async () => {
    assert.equal(keysOf(only(await standardAks(), managedCluster).inputs["addonProfiles"]).includes("aciConnectorLinux"), false);
  });

  it("S0.106 has its system pool in a scale set over the plan's zones", async () => {
    const { inputs } = only(await standardAks(), managedCluster);
    assert.equal(at(inputs, "agentPoolProfiles", "0", "type"), "VirtualMachineScaleSets");
    assert.deepEqual(at(inputs, "agentPoolProfiles", "0", "availabilityZones"), ["1", "2"]);
  });

  it("S0.106 keeps volumes on managed disks", async () => {
    assert.deepEqual(only(await standardAks(), managedCluster).inputs["storageProfile"], { diskCSIDriver: { enabled: true } });
  });

  it("CKV_AZURE_116 CKV_AZURE_172 CKV_AZURE_246 has the policy add-on and the Key Vault driver with rotation, and no add-on beside them", async () => {
    assert.deepEqual(only(await standardAks(), managedCluster).inputs["addonProfiles"], {
      azurepolicy: { enabled: true },
      azureKeyvaultSecretsProvider: { enabled: true, config: { enableSecretRotation: "true", rotationPollInterval: "2m" } },
    });
  });

  it("removes images that nothing runs from its nodes, every week", async () => {
    const { inputs } = only(await standardAks(), managedCluster);
    assert.deepEqual(at(inputs, "securityProfile", "imageCleaner"), { enabled: true, intervalHours: 168 });
  });

  it("CKV_AZURE_168 CKV_AZURE_226 CKV_AZURE_227 CKV_AZURE_232 holds its own pool to the rules of the others", async () => {
    const pool = at(only(await standardAks(), managedCluster).inputs, "agentPoolProfiles", "0");
    assert.deepEqual([at(pool, "osDiskType"), at(pool, "osDiskSizeGB")], ["Ephemeral", 128]);
    assert.equal(at(pool, "enableEncryptionAtHost"), true);
    assert.equal(at(pool, "maxPods"), 64);
    assert.equal(at(pool, "enableNodePublicIP"), false);
    assert.deepEqual(at(pool, "upgradeSettings"), { maxSurge: "33%", drainTimeoutInMinutes: 30 });
  });

  it("S0.62 S0.65 S0.67 S0.68 S0.69 S0.70 S0.150 tells AKS's autoscaler the fleet's settings, and to go by priority", async () => {
    assert.deepEqual(only(await standardAks(), managedCluster).inputs["autoScalerProfile"], {
      expander: "priority",
      balanceSimilarNodeGroups: "true",
      skipNodesWithLocalStorage: "false",
      skipNodesWithSystemPods: "true",
      scaleDownDelayAfterAdd: "10m",
      scaleDownDelayAfterFailure: "3m",
      scaleDownUnneededTime: "10m",
      scaleDownUtilizationThreshold: "0.5",
      maxNodeProvisionTime: "15m",
    });
  });

  it("knows people and machines by Entra ID only", async () => {
    const { inputs } = only(await standardAks(), managedCluster);
    assert.equal(inputs["disableLocalAccounts"], true);
    assert.deepEqual(inputs["aadProfile"], {
      managed: true,
      enableAzureRBAC: true,
      adminGroupObjectIDs: aksPlan.administrators,
      tenantID: aksPlan.tenant,
    });
    assert.deepEqual(inputs["oidcIssuerProfile"], { enabled: true });
    assert.deepEqual(at(inputs, "securityProfile", "workloadIdentity"), { enabled: true });
  });

  it("makes the deployer an administrator inside before the cluster exists, and keeps it one until all objects are gone", async () => {
    const recording = await standardAks();
    const role = only(recording, "azure-native:authorization:RoleAssignment", "az-wus2-2-cluster-deployer-role");
    assert.equal(role.inputs["principalId"], aksPlan.deployer);
    assert.equal(role.inputs["scope"], "az-wus2-2-network-group-id");
    assert.match(
      text(role.inputs["roleDefinitionId"]),
      /^\/subscriptions\/22222222-.*\/roleDefinitions\/b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b$/,
    );
    assert.equal(role.options.dependsOn.includes(only(recording, managedCluster).urn), false);
    assert.deepEqual(recording.outputs["access"], [role.urn]);
  });

  it("assigns every role to a machine's principal, and plans a new assignment where Azure refuses a change", async () => {
    const roles = ofType(await standardAks(), "azure-native:authorization:RoleAssignment");
    assert.equal(roles.length, 3);
    for (const { inputs, options } of roles) {
      assert.equal(inputs["principalType"], "ServicePrincipal");
      assert.deepEqual(options.replaceOnChanges, ["roleDefinitionId", "principalType"]);
    }
  });

  it("CKV_AZURE_6 admits to its API server the configured ranges and its own nodes", async () => {
    const { inputs } = only(await standardAks(), managedCluster);
    assert.deepEqual(at(inputs, "apiServerAccessProfile", "authorizedIPRanges"), ["203.0.113.0/24", "198.51.100.7/32"]);
    assert.equal(at(inputs, "apiServerAccessProfile", "enablePrivateCluster"), false);
  });

  it("CKV_AZURE_115 takes ranges away, which Azure refuses on a private cluster, and is reached by its private name", async () => {
    const recording = await recordAks({ ...aksPlan, apiAccess: { mode: "private" } });
    assert.deepEqual(only(recording, managedCluster).inputs["apiServerAccessProfile"], {
      enablePrivateCluster: true,
      disableRunCommand: true,
    });
    assert.equal(recording.outputs["endpoint"], "https://az-wus2-0a1b2c3d.privatelink.westus2.azmk8s.io");
  });

  it("has exactly one inline pool, for critical add-ons, whose size the autoscaler owns", async () => {
    const { inputs, options } = only(await standardAks(), managedCluster);
    const pools = inputs["agentPoolProfiles"];
    assert.ok(Array.isArray(pools) && pools.length === 1);
    assert.equal(at(pools, "0", "mode"), "System");
    assert.deepEqual(at(pools, "0", "nodeTaints"), ["CriticalAddonsOnly=true:NoSchedule"]);
    assert.deepEqual([at(pools, "0", "minCount"), at(pools, "0", "count"), at(pools, "0", "maxCount")], [2, 2, 4]);
    assert.equal(options.deleteBeforeReplace, true);
  });

  it("sets every range that Azure would otherwise fill in", async () => {
    const { inputs } = only(await standardAks(), managedCluster);
    assert.deepEqual(inputs["networkProfile"], {
      networkPlugin: "azure",
      networkPluginMode: "overlay",
      networkDataplane: "cilium",
      networkPolicy: "cilium",
      podCidr: "192.168.0.0/16",
      serviceCidr: "172.16.8.0/22",
      dnsServiceIP: "172.16.8.10",
      outboundType: "userAssignedNATGateway",
      loadBalancerSku: "standard",
    });
  });

  it("is protected as the plan says", async () => {
    assert.equal(only(await standardAks(), managedCluster).options.protect, true);
    assert.equal(only(await recordAks({ ...aksPlan, protect: false }), managedCluster).options.protect, false);
  });
});

describe("AksCluster's kubeconfig", () => {
  it("holds no credential, verifies the server, and is secret", async () => {
    const { outputs, secretOutputs } = await standardAks();
    const kubeconfig: unknown = JSON.parse(text(outputs["kubeconfig"]));
    assert.deepEqual(at(kubeconfig, "clusters", "0", "cluster"), {
      server: "https://az-wus2-0a1b2c3d.hcp.westus2.azmk8s.io",
      "certificate-authority-data": "Q0E=",
    });
    assert.deepEqual(keysOf(at(kubeconfig, "users", "0", "user")), ["exec"]);
    assert.equal(at(kubeconfig, "users", "0", "user", "exec", "command"), "kubelogin");
    assert.deepEqual(at(kubeconfig, "users", "0", "user", "exec", "args"), [
      "get-token",
      "--login",
      "azurecli",
      "--server-id",
      "6dae42f8-4368-4678-94ff-3960e28e3630",
      "--tenant-id",
      aksPlan.tenant,
    ]);
    assert.equal(at(kubeconfig, "current-context"), "az-wus2");
    assert.deepEqual(secretOutputs, ["kubeconfig"]);
  });

  it("asks for the CA once per cluster, by a deployment, and never by a function", async () => {
    // The recorder refuses every function, so it is enough that the recording succeeds.
    const { inputs } = only(await standardAks(), "azure-native:resources:Deployment");
    assert.deepEqual(at(inputs, "properties", "template", "resources"), []);
    assert.deepEqual(at(inputs, "properties", "parameters"), {
      cluster: { value: "az-wus2-2-cluster-control-plane-id" },
      incarnation: { value: "uid-1" },
    });
    const expression = text(at(inputs, "properties", "template", "outputs", "certificateAuthority", "value"));
    assert.match(expression, /listClusterUserCredential\(parameters\('cluster'\)/);
    assert.doesNotMatch(expression, /Admin/);
  });

  it("waits in a preview for what only an update knows", async () => {
    const { outputs } = await recordAks(aksPlan, { preview: true, outputs: () => ({}) });
    assert.equal(outputs["kubeconfig"], UNKNOWN);
    assert.equal(outputs["identity"], UNKNOWN);
  });

  it("is not made without a CA", async () => {
    const args = { resourceGroupName: "group", deploymentName: "ca", clusterId: "id", clusterUid: "uid", tags: {} };
    for (const outputs of [undefined, {}, { certificateAuthority: { type: "String", value: "" } }]) {
      await assert.rejects(
        record(() => ({ ca: certificateAuthority("ca", args, {}) }), { outputs: () => ({ properties: { outputs } }) }),
        /answered without the cluster's CA certificate/,
      );
    }
  });

  it("is another cluster's when the uid is another one", async () => {
    assert.equal((await standardAks()).outputs["identity"], "uid-1");
  });
});
