import assert from "node:assert/strict";
import { gkePlan, recordGke, standardGke } from "../fixtures/gke";
import { at, keysOf, only, text } from "../fixtures/recording";

const gkeCluster = "gcp:container/cluster:Cluster";

describe("GkeCluster", () => {
  it("S0.112 is a Standard cluster, not Autopilot", async () => {
    assert.equal(only(await standardGke(), gkeCluster).inputs["enableAutopilot"], false);
  });

  it("S0.113 gives pods identities of their own by workload identity", async () => {
    assert.deepEqual(only(await standardGke(), gkeCluster).inputs["workloadIdentityConfig"], {
      workloadPool: "gateway-fleet-prod.svc.id.goog",
    });
  });

  it("S0.110 spans the plan's zones, control plane and nodes", async () => {
    const { inputs } = only(await standardGke(), gkeCluster);
    assert.equal(inputs["location"], "us-west1");
    assert.deepEqual(inputs["nodeLocations"], ["us-west1-a", "us-west1-b", "us-west1-c"]);
  });

  it("runs its nodes as an account that has exactly the role nodes need, before the first node", async () => {
    const recording = await standardGke();
    assert.equal(only(recording, "gcp:serviceaccount/account:Account").inputs["accountId"], "gateway-prod-gcp-usw1-4");
    const role = only(recording, "gcp:projects/iAMMember:IAMMember");
    assert.equal(role.inputs["role"], "roles/container.defaultNodeServiceAccount");
    assert.equal(role.inputs["member"], "serviceAccount:nodes@example.iam.gserviceaccount.com");
    const cluster = only(recording, gkeCluster);
    assert.ok(cluster.options.dependsOn.includes(role.urn));
    assert.deepEqual(cluster.inputs["nodeConfig"], {
      serviceAccount: "nodes@example.iam.gserviceaccount.com",
      // As every pool has it: CKV_GCP_68, 69, 72.
      shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
      workloadMetadataConfig: { mode: "GKE_METADATA" },
    });
    assert.deepEqual(cluster.options.ignoreChanges, ["nodeConfig"]);
  });

  it("takes pods and services from the subnetwork's two ranges", async () => {
    assert.deepEqual(only(await standardGke(), gkeCluster).inputs["ipAllocationPolicy"], {
      clusterSecondaryRangeName: "pods",
      servicesSecondaryRangeName: "services",
    });
  });

  it("admits to its API server the configured ranges, and no other customer of Google's", async () => {
    const { inputs } = only(await standardGke(), gkeCluster);
    assert.deepEqual(inputs["masterAuthorizedNetworksConfig"], {
      cidrBlocks: [{ cidrBlock: "203.0.113.0/24" }],
      gcpPublicCidrsAccessEnabled: false,
    });
    assert.deepEqual(inputs["privateClusterConfig"], { enablePrivateNodes: true, enablePrivateEndpoint: false });
  });

  it("admits no public address when access is private", async () => {
    const { inputs } = only(await recordGke({ ...gkePlan, apiAccess: { mode: "private" } }), gkeCluster);
    assert.deepEqual(at(inputs, "masterAuthorizedNetworksConfig", "cidrBlocks"), []);
    assert.equal(at(inputs, "privateClusterConfig", "enablePrivateEndpoint"), true);
  });

  it("answers by its DNS name alone when access is by IAM, with a certificate that every machine trusts", async () => {
    const recording = await recordGke({ ...gkePlan, apiAccess: { mode: "iamDns" } });
    const { outputs } = recording;
    const { inputs } = only(recording, gkeCluster);
    assert.deepEqual(inputs["controlPlaneEndpointsConfig"], {
      dnsEndpointConfig: { allowExternalTraffic: true },
      ipEndpointsConfig: { enabled: false },
    });
    assert.equal("masterAuthorizedNetworksConfig" in inputs, false);
    assert.deepEqual(inputs["privateClusterConfig"], { enablePrivateNodes: true });
    assert.equal(outputs["endpoint"], "https://gke-0123.us-west1.gke.goog");
    const kubeconfig: unknown = JSON.parse(text(outputs["kubeconfig"]));
    assert.deepEqual(at(kubeconfig, "clusters", "0", "cluster"), { server: "https://gke-0123.us-west1.gke.goog" });
    assert.equal(outputs["identity"], "Q0E=");
  });

  it("does not answer by its DNS name in any other mode", async () => {
    assert.deepEqual(only(await standardGke(), gkeCluster).inputs["controlPlaneEndpointsConfig"], {
      dnsEndpointConfig: { allowExternalTraffic: false },
      ipEndpointsConfig: { enabled: true },
    });
  });

  it("encrypts Secrets with the security team's key, and says so where there is none [CIS GKE 5.3.1]", async () => {
    assert.deepEqual(only(await standardGke(), gkeCluster).inputs["databaseEncryption"], {
      state: "ENCRYPTED",
      keyName: gkePlan.secretsKey,
    });
    const { inputs } = only(await recordGke({ ...gkePlan, secretsKey: undefined }), gkeCluster);
    assert.deepEqual(inputs["databaseEncryption"], { state: "DECRYPTED" });
  });

  it("knows no legacy rules, no client certificates and no strangers [CKV_GCP_7, 13, 71]", async () => {
    const { inputs } = only(await standardGke(), gkeCluster);
    assert.equal(inputs["enableLegacyAbac"], false);
    assert.deepEqual(inputs["masterAuth"], { clientCertificateConfig: { issueClientCertificate: false } });
    assert.deepEqual(inputs["anonymousAuthenticationConfig"], { mode: "LIMITED" });
    assert.equal(inputs["enableShieldedNodes"], true);
  });

  it("admits images as the project's policy says [CKV_GCP_66], and enforces network policies [CKV_GCP_12]", async () => {
    const { inputs } = only(await standardGke(), gkeCluster);
    assert.deepEqual(inputs["binaryAuthorization"], { evaluationMode: "PROJECT_SINGLETON_POLICY_ENFORCE" });
    assert.equal(inputs["datapathProvider"], "ADVANCED_DATAPATH");
  });

  it("logs, measures and shows its cost, down to the traffic inside a node [CKV_GCP_1, 8, 61]", async () => {
    const { inputs } = only(await standardGke(), gkeCluster);
    for (const config of ["loggingConfig", "monitoringConfig"]) {
      const components = at(inputs, config, "enableComponents");
      assert.ok(Array.isArray(components) && components.includes("SYSTEM_COMPONENTS") && components.includes("APISERVER"));
    }
    assert.deepEqual(at(inputs, "monitoringConfig", "managedPrometheus"), { enabled: true });
    assert.equal(inputs["enableIntranodeVisibility"], true);
    assert.deepEqual(inputs["costManagementConfig"], { enabled: true });
  });

  it("is patched in the plan's window, and never raised to another minor but by the plan [CKV_GCP_70]", async () => {
    const { inputs } = only(await standardGke(), gkeCluster);
    assert.deepEqual(inputs["releaseChannel"], { channel: "REGULAR" });
    assert.deepEqual(at(inputs, "maintenancePolicy", "recurringWindow"), gkePlan.recurringWindow);
    const [exclusion, ...others] = [at(inputs, "maintenancePolicy", "maintenanceExclusions")].flat();
    assert.equal(others.length, 0);
    assert.deepEqual(at(exclusion, "exclusionOptions"), { scope: "NO_MINOR_UPGRADES", endTimeBehavior: "UNTIL_END_OF_SUPPORT" });
    assert.equal(at(exclusion, "endTime"), undefined);
  });

  it("lets the class called default say which pools grow first, where there are spot pools", async () => {
    const enabled = async (plan: typeof gkePlan) => at(only(await recordGke(plan), gkeCluster).inputs, "clusterAutoscaling");
    assert.deepEqual(await enabled(gkePlan), { enabled: false, defaultComputeClassEnabled: true });
    assert.deepEqual(await enabled({ ...gkePlan, poolPriorities: [] }), { enabled: false, defaultComputeClassEnabled: false });
  });

  it("recognises groups by their domain's own group, if any administrator is a group", async () => {
    assert.deepEqual(only(await standardGke(), gkeCluster).inputs["authenticatorGroupsConfig"], {
      securityGroup: "gke-security-groups@example.com",
    });
    const { inputs } = only(await recordGke({ ...gkePlan, administrators: ["user:ada@example.com"] }), gkeCluster);
    assert.equal("authenticatorGroupsConfig" in inputs, false);
  });

  it("is guarded by Pulumi's protection as the plan says, and not by the provider's", async () => {
    const { inputs, options } = only(await standardGke(), gkeCluster);
    assert.deepEqual([options.protect, inputs["deletionProtection"]], [true, false]);
    assert.equal(only(await recordGke({ ...gkePlan, protect: false }), gkeCluster).options.protect, false);
  });

  it("has a kubeconfig that holds no credential, verifies the server, and is secret", async () => {
    const { outputs, secretOutputs } = await standardGke();
    const kubeconfig: unknown = JSON.parse(text(outputs["kubeconfig"]));
    assert.deepEqual(at(kubeconfig, "clusters", "0", "cluster"), { server: "https://203.0.113.200", "certificate-authority-data": "Q0E=" });
    assert.deepEqual(keysOf(at(kubeconfig, "users", "0", "user")), ["exec"]);
    assert.equal(at(kubeconfig, "users", "0", "user", "exec", "command"), "gke-gcloud-auth-plugin");
    assert.equal(at(kubeconfig, "users", "0", "user", "exec", "provideClusterInfo"), true);
    // The plugin answers in no other version.
    assert.equal(at(kubeconfig, "users", "0", "user", "exec", "apiVersion"), "client.authentication.k8s.io/v1beta1");
    assert.deepEqual(secretOutputs, ["kubeconfig"]);
  });

  it("is identified by its CA, which a cluster made again under the same name does not have", async () => {
    assert.equal((await standardGke()).outputs["identity"], "Q0E=");
  });
});

describe("GkeAdministrators", () => {
  it("binds users, groups and service accounts to cluster-admin", async () => {
    const administrators = ["group:platform@example.com", "user:ada@example.com", "serviceAccount:ci@p.iam.gserviceaccount.com"];
    const { inputs, options } = only(
      await recordGke({ ...gkePlan, administrators }),
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
    );
    assert.deepEqual(inputs["roleRef"], { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" });
    assert.deepEqual(inputs["subjects"], [
      { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "platform@example.com" },
      { apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "ada@example.com" },
      { apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "ci@p.iam.gserviceaccount.com" },
    ]);
    assert.ok(options.provider?.endsWith("::gcp-usw1-4-kubernetes"));
  });
});
