import { alone, planned, type Cases } from "./cases";

const cluster = "gcp:container/cluster:Cluster";
const pool = "gcp:container/nodePool:NodePool";
const subnetwork = "gcp:compute/subnetwork:Subnetwork";
const zone = "gcp:dns/managedZone:ManagedZone";

const networks = (...cidrBlocks: readonly string[]) => ({
  masterAuthorizedNetworksConfig: { cidrBlocks: cidrBlocks.map((cidrBlock) => ({ cidrBlock })), gcpPublicCidrsAccessEnabled: false },
});

/** As a pool of its own and as a cluster's first one, which both say it in the same words. */
function inBoth(good: readonly Readonly<Record<string, unknown>>[], bad: readonly Readonly<Record<string, unknown>>[]): Cases {
  const both = (cases: typeof good) => cases.flatMap((inputs) => [[planned(pool, inputs)], [planned(cluster, inputs)]]);
  return { good: both(good), bad: both(bad) };
}

const member = "gcp:projects/iAMMember:IAMMember";
const nodes = "serviceAccount:gke-nodes@edge.iam.gserviceaccount.com";
const given = (role: string, to = nodes) => ({ role: `roles/${role}`, member: to });

/** By the first id of a rule. */
export const gcpCases: Readonly<Record<string, Cases>> = {
  CKV_GCP_1: alone(
    cluster,
    [{}, { loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS"] } }],
    [{ loggingService: "none" }, { loggingConfig: { enableComponents: [] } }],
  ),
  CKV_GCP_8: alone(
    cluster,
    [{}, { monitoringConfig: { enableComponents: ["SYSTEM_COMPONENTS"] } }],
    [{ monitoringService: "none" }, { monitoringConfig: { enableComponents: [] } }],
  ),
  CKV_GCP_18: alone(
    cluster,
    [networks("203.0.113.0/24"), { privateClusterConfig: { enablePrivateEndpoint: true }, ...networks() }],
    [{}, networks(), networks("203.0.113.0/24", "0.0.0.0/0")],
  ),
  CKV_GCP_20: alone(cluster, [networks("203.0.113.0/24"), networks()], [{}, { masterAuthorizedNetworksConfig: { cidrBlocks: [] } }]),
  "CIS GKE 5.6.4": alone(
    cluster,
    [{ privateClusterConfig: { enablePrivateEndpoint: true } }],
    [{}, { privateClusterConfig: { enablePrivateEndpoint: false } }],
  ),
  CKV_GCP_21: alone(cluster, [{ resourceLabels: { owner: "platform" } }], [{}, { resourceLabels: {} }]),
  CKV_GCP_70: alone(cluster, [{ releaseChannel: { channel: "REGULAR" } }], [{}, { releaseChannel: { channel: "UNSPECIFIED" } }]),
  CKV_GCP_123: alone(
    cluster,
    [{ removeDefaultNodePool: true, initialNodeCount: 1 }],
    [{}, { removeDefaultNodePool: true, nodePools: [{ name: "general" }] }],
  ),
  CKV_GCP_7: alone(cluster, [{}, { enableLegacyAbac: false }], [{ enableLegacyAbac: true }]),
  CKV_GCP_13: alone(
    cluster,
    [{ masterAuth: { clientCertificateConfig: { issueClientCertificate: false } } }],
    [{}, { masterAuth: { clientCertificateConfig: { issueClientCertificate: true } } }],
  ),
  CKV_GCP_65: alone(cluster, [{ authenticatorGroupsConfig: { securityGroup: "gke-security-groups@example.com" } }], [{}]),
  CKV_GCP_66: alone(
    cluster,
    [{ binaryAuthorization: { evaluationMode: "PROJECT_SINGLETON_POLICY_ENFORCE" } }],
    [{}, { binaryAuthorization: { evaluationMode: "DISABLED" } }],
  ),
  "CIS GKE 5.2.2": alone(
    cluster,
    [{ workloadIdentityConfig: { workloadPool: "project.svc.id.goog" } }],
    [{}, { workloadIdentityConfig: {} }],
  ),
  "CIS GKE 5.3.1": alone(
    cluster,
    [{ databaseEncryption: { state: "ENCRYPTED", keyName: "unknown" } }],
    [{}, { databaseEncryption: { state: "DECRYPTED" } }, { databaseEncryption: { state: "ENCRYPTED" } }],
  ),
  "CIS GKE 5.10.5": alone(cluster, [{ securityPostureConfig: { mode: "BASIC" } }], [{}, { securityPostureConfig: { mode: "DISABLED" } }]),
  CKV_GCP_23: alone(
    cluster,
    [{ networkingMode: "VPC_NATIVE", ipAllocationPolicy: { clusterSecondaryRangeName: "pods" } }],
    [{}, { networkingMode: "ROUTES" }, { networkingMode: "VPC_NATIVE" }],
  ),
  CKV_GCP_25: alone(
    cluster,
    [{ privateClusterConfig: { enablePrivateNodes: true } }],
    [{}, { privateClusterConfig: { enablePrivateNodes: false } }],
  ),
  CKV_GCP_61: alone(cluster, [{ enableIntranodeVisibility: true }], [{}, { enableIntranodeVisibility: false }]),
  CKV_GCP_26: alone(subnetwork, [{ logConfig: { flowSampling: 0.5 } }], [{}, { logConfig: {} }]),
  CKV_GCP_74: alone(subnetwork, [{ privateIpGoogleAccess: true }], [{}, { privateIpGoogleAccess: false }]),
  CKV_GCP_76: alone(
    subnetwork,
    [{}, { stackType: "IPV4_IPV6", privateIpv6GoogleAccess: "ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE" }],
    [{ stackType: "IPV4_IPV6" }, { stackType: "IPV4_IPV6", privateIpv6GoogleAccess: "DISABLE_GOOGLE_ACCESS" }],
  ),
  CKV_GCP_9: alone(pool, [{ management: { autoRepair: true } }], [{}, { management: { autoRepair: false } }]),
  CKV_GCP_10: alone(pool, [{ management: { autoUpgrade: true } }], [{}, { management: { autoUpgrade: false } }]),
  CKV_GCP_22: alone(pool, [{ nodeConfig: { imageType: "COS_CONTAINERD" } }], [{}, { nodeConfig: { imageType: "UBUNTU_CONTAINERD" } }]),
  CKV_GCP_68: inBoth(
    [{ nodeConfig: { shieldedInstanceConfig: { enableSecureBoot: true } } }],
    [{}, { nodeConfig: { shieldedInstanceConfig: { enableIntegrityMonitoring: true } } }],
  ),
  CKV_GCP_72: inBoth(
    [{ nodeConfig: { shieldedInstanceConfig: { enableIntegrityMonitoring: true } } }],
    [{}, { nodeConfig: { shieldedInstanceConfig: { enableIntegrityMonitoring: false } } }],
  ),
  CKV_GCP_71: alone(cluster, [{ enableShieldedNodes: true }], [{}, { enableShieldedNodes: false }]),
  CKV_GCP_69: inBoth(
    [{ nodeConfig: { workloadMetadataConfig: { mode: "GKE_METADATA" } } }],
    [{}, { nodeConfig: { workloadMetadataConfig: { mode: "GCE_METADATA" } } }],
  ),
  CKV2_GCP_1: alone(pool, [{ nodeConfig: { serviceAccount: "unknown" } }], [{}, { nodeConfig: { machineType: "n2-standard-2" } }]),
  CKV2_GCP_2: alone("gcp:compute/network:Network", [{ autoCreateSubnetworks: false }], [{}, { autoCreateSubnetworks: true }]),
  CKV2_GCP_19: alone(cluster, [{}, { enableKubernetesAlpha: false }], [{ enableKubernetesAlpha: true }]),
  CKV_GCP_41: alone(
    member,
    [given("container.defaultNodeServiceAccount")],
    [given("iam.serviceAccountUser"), given("iam.serviceAccountTokenCreator"), given("compute.serviceAgent")],
  ),
  CKV_GCP_42: alone(
    member,
    [given("secretmanager.secretAccessor")],
    [given("editor"), given("viewer"), given("container.admin"), given("compute.networkAdmin")],
  ),
  CKV_GCP_46: alone(
    member,
    [given("container.defaultNodeServiceAccount")],
    [
      given("container.defaultNodeServiceAccount", "serviceAccount:1234-compute@developer.gserviceaccount.com"),
      given("container.defaultNodeServiceAccount", "serviceAccount:edge@appspot.gserviceaccount.com"),
    ],
  ),
  CKV_GCP_16: alone(zone, [{ dnssecConfig: { state: "on" } }, { visibility: "private" }], [{}, { dnssecConfig: { state: "off" } }]),
  CKV_GCP_17: alone(
    zone,
    [{}, { dnssecConfig: { defaultKeySpecs: [{ algorithm: "rsasha256" }, { algorithm: "ecdsap256sha256" }] } }],
    [{ dnssecConfig: { defaultKeySpecs: [{ algorithm: "rsasha256" }, { algorithm: "rsasha1" }] } }],
  ),
};
