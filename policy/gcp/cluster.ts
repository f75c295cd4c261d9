import { all, either, is, isNot, isSet, listAt, namesBlocks, valueAt } from "../checks";
import type { Rule } from "../rule";

const cluster = "gcp:container/cluster:Cluster";

const controlPlane: readonly Rule[] = [
  {
    ids: ["CKV_GCP_1"],
    title: "logs",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/concepts/about-logs",
    types: [cluster],
    check: all(isNot("loggingService", "none"), keepsSomething("loggingConfig.enableComponents")),
  },
  {
    ids: ["CKV_GCP_8"],
    title: "is monitored",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/concepts/about-metrics",
    types: [cluster],
    check: all(isNot("monitoringService", "none"), keepsSomething("monitoringConfig.enableComponents")),
  },
  {
    ids: ["CKV_GCP_18"],
    title: "opens no API server to the whole internet",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/how-to/latest/network-isolation",
    types: [cluster],
    check: either(
      is("privateClusterConfig.enablePrivateEndpoint", true),
      namesBlocks("masterAuthorizedNetworksConfig.cidrBlocks", (block) => valueAt(block, "cidrBlock")),
    ),
  },
  {
    ids: ["CKV_GCP_20", "CIS GKE 5.6.3"],
    title: "lets named networks reach the API server, and other customers' machines not",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/how-to/latest/network-isolation",
    types: [cluster],
    check: all(isSet("masterAuthorizedNetworksConfig"), is("masterAuthorizedNetworksConfig.gcpPublicCidrsAccessEnabled", false)),
  },
  {
    ids: ["CIS GKE 5.6.4"],
    title: "has no public API server",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/how-to/latest/network-isolation",
    types: [cluster],
    check: is("privateClusterConfig.enablePrivateEndpoint", true),
  },
  {
    ids: ["CKV_GCP_21"],
    title: "labels clusters",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/how-to/creating-managing-labels",
    types: [cluster],
    check: isSet("resourceLabels"),
  },
  {
    ids: ["CKV_GCP_70", "CIS GKE 5.5.4"],
    title: "follows a release channel",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/concepts/release-channels",
    types: [cluster],
    check: is("releaseChannel.channel", "STABLE", "REGULAR", "EXTENDED"),
  },
  {
    ids: ["CKV_GCP_123"],
    title: "makes pools beside the cluster, where one can change without the others",
    source: "https://www.pulumi.com/registry/packages/gcp/api-docs/container/cluster/",
    types: [cluster],
    check: all(is("nodePools", undefined), is("removeDefaultNodePool", true)),
  },
];

const maturity: readonly Rule[] = [
  {
    ids: ["CKV2_GCP_19"],
    title: "runs no alpha cluster, which GKE deletes after a month",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/concepts/alpha-clusters",
    types: [cluster],
    check: isNot("enableKubernetesAlpha", true),
  },
];

const identitiesAndSecrets: readonly Rule[] = [
  {
    ids: ["CKV_GCP_7", "CIS GKE 5.8.3"],
    title: "judges requests by roles alone",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster",
    types: [cluster],
    check: isNot("enableLegacyAbac", true),
  },
  {
    ids: ["CKV_GCP_13", "CIS GKE 5.8.1"],
    title: "gives out no client certificate",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/how-to/api-server-authentication",
    types: [cluster],
    // An absent block says nothing, and what GKE makes of that has changed before.
    check: is("masterAuth.clientCertificateConfig.issueClientCertificate", false),
  },
  {
    ids: ["CKV_GCP_65", "CIS GKE 5.8.2"],
    title: "knows people by their groups",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/how-to/google-groups-rbac",
    types: [cluster],
    check: isSet("authenticatorGroupsConfig.securityGroup"),
  },
  {
    ids: ["CKV_GCP_66", "CIS GKE 5.10.4"],
    title: "runs images that the project's policy admits",
    source: "https://docs.cloud.google.com/binary-authorization/docs/overview",
    types: [cluster],
    check: is("binaryAuthorization.evaluationMode", "PROJECT_SINGLETON_POLICY_ENFORCE"),
  },
  {
    ids: ["CIS GKE 5.2.2"],
    title: "gives pods identities of their own",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity",
    types: [cluster],
    check: isSet("workloadIdentityConfig.workloadPool"),
  },
  {
    ids: ["CIS GKE 5.3.1"],
    title: "encrypts secrets with a key of its own",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets",
    types: [cluster],
    check: all(is("databaseEncryption.state", "ENCRYPTED"), isSet("databaseEncryption.keyName")),
  },
  {
    ids: ["CIS GKE 5.10.5"],
    title: "is scanned for misconfigured workloads",
    source: "https://docs.cloud.google.com/kubernetes-engine/docs/concepts/about-security-posture-dashboard",
    types: [cluster],
    check: is("securityPostureConfig.mode", "BASIC", "ENTERPRISE"),
  },
];

/** An absent list is the provider's default, which is the system's own components at least. */
function keepsSomething(path: string): Rule["check"] {
  return ({ inputs }) => (valueAt(inputs, path) !== undefined && listAt(inputs, path).length === 0 ? `${path} is empty` : undefined);
}

export const gcpClusterRules: readonly Rule[] = [...controlPlane, ...maturity, ...identitiesAndSecrets];
