import type { ChangeRule } from "../changes";
import type { ServiceFacts } from "../resource";
import { clusterLimits } from "./rules/cluster";
import { nodePoolLimits } from "./rules/nodePool";

/** How a node is made, in a cluster's own pool and in others. */
const nodeConfig: readonly ChangeRule[] = [
  "nodeConfig.advancedMachineFeatures.enableNestedVirtualization",
  "nodeConfig.advancedMachineFeatures.threadsPerCore",
  "nodeConfig.bootDiskKmsKey",
  "nodeConfig.confidentialNodes.confidentialInstanceType",
  "nodeConfig.enableConfidentialStorage",
  "nodeConfig.ephemeralStorageConfig",
  "nodeConfig.ephemeralStorageLocalSsdConfig",
  "nodeConfig.flexStart",
  "nodeConfig.guestAccelerators",
  "nodeConfig.hostMaintenancePolicy",
  "nodeConfig.localNvmeSsdBlockConfig",
  "nodeConfig.localSsdCount",
  "nodeConfig.localSsdEncryptionMode",
  "nodeConfig.maxRunDuration",
  "nodeConfig.metadata",
  "nodeConfig.minCpuPlatform",
  "nodeConfig.nodeGroup",
  "nodeConfig.oauthScopes",
  "nodeConfig.preemptible",
  "nodeConfig.reservationAffinity",
  "nodeConfig.secondaryBootDisks",
  "nodeConfig.serviceAccount",
  "nodeConfig.shieldedInstanceConfig",
  "nodeConfig.soleTenantConfig.nodeAffinities",
  "nodeConfig.spot",
  { path: "nodeConfig", when: "addedOrRemoved" },
  { path: "nodeConfig.advancedMachineFeatures", when: "addedOrRemoved" },
  { path: "nodeConfig.sandboxConfig", when: "addedOrRemoved" },
  { path: "nodeConfig.soleTenantConfig", when: "addedOrRemoved" },
];

/** What a pool of nodes is made with, inside its cluster or beside it. */
const keptByPools: readonly ChangeRule[] = [
  "initialNodeCount",
  "maxPodsPerNode",
  "name",
  "namePrefix",
  "networkConfig.acceleratorNetworkProfile",
  "networkConfig.additionalNodeNetworkConfigs",
  "networkConfig.additionalPodNetworkConfigs",
  "networkConfig.createPodRange",
  "networkConfig.podIpv4CidrBlock",
  "networkConfig.podRange",
  "networkConfig.subnetwork",
  "placementPolicy.policyName",
  "queuedProvisioning",
  { path: "networkConfig.podCidrOverprovisionConfig", when: "addedOrRemoved" },
  { path: "placementPolicy", when: "addedOrRemoved" },
  ...nodeConfig,
];

/** A change of a pool that is written inside its cluster makes another cluster. */
const keptByInlinePools = keptByPools.map((rule) =>
  typeof rule === "string" ? `nodePools[*].${rule}` : { ...rule, path: `nodePools[*].${rule.path}` },
);

export const container = {
  "gcp:container/cluster:Cluster": {
    documentation: "https://docs.cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters/create",
    source:
      "https://github.com/hashicorp/terraform-provider-google-beta/blob/d61f18626aa82748859356c7c662a86d52d59d3a/google-beta/services/container/resource_container_cluster.go",
    name: { property: "name", max: 40, pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/, auto: "random" },
    defaults: (inputs) => ({
      deletionProtection: inputs["deletionProtection"] ?? true,
      enableShieldedNodes: inputs["enableShieldedNodes"] ?? true,
    }),
    limits: clusterLimits,
    sets: ["nodeLocations", "masterAuthorizedNetworksConfig.cidrBlocks", "nodeConfig.oauthScopes"],
    replaces: [
      "clusterAutoscaling.autoProvisioningDefaults.bootDiskKmsKey",
      "clusterIpv4Cidr",
      "confidentialNodes",
      "datapathProvider",
      "dataplaneOptimizationMode",
      "defaultMaxPodsPerNode",
      "description",
      "enableAutopilot",
      "enableKubernetesAlpha",
      "enableTpu",
      "initialNodeCount",
      "ipAllocationPolicy.clusterIpv4CidrBlock",
      "ipAllocationPolicy.clusterSecondaryRangeName",
      "ipAllocationPolicy.servicesIpv4CidrBlock",
      "ipAllocationPolicy.servicesSecondaryRangeName",
      "location",
      "masterAuth.clientCertificateConfig",
      "name",
      "network",
      "networkingMode",
      "privateClusterConfig.masterIpv4CidrBlock",
      "privateClusterConfig.privateEndpointSubnetwork",
      "project",
      "subnetwork",
      "tpuConfig.enabled",
      "tpuConfig.useServiceNetworking",
      "userManagedKeysConfig.aggregationCa",
      "userManagedKeysConfig.clusterCa",
      "userManagedKeysConfig.etcdApiCa",
      "userManagedKeysConfig.etcdPeerCa",
      { path: "ipAllocationPolicy", when: "addedOrRemoved" },
      { path: "ipAllocationPolicy.podCidrOverprovisionConfig", when: "addedOrRemoved" },
      { path: "nodePools", when: "addedOrRemoved" },
      ...nodeConfig,
      ...keptByInlinePools,
      { path: "enableL4IlbSubsetting", when: { from: true } },
      { path: "enableFqdnNetworkPolicy", when: { from: true } },
    ],
    deletesFirst: { ifKept: "name" },
  },
  "gcp:container/nodePool:NodePool": {
    documentation: "https://docs.cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters.nodePools/create",
    source:
      "https://github.com/hashicorp/terraform-provider-google-beta/blob/d61f18626aa82748859356c7c662a86d52d59d3a/google-beta/services/container/resource_container_node_pool.go",
    required: ["cluster"],
    name: { property: "name", max: 40, pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/, auto: "random", unless: "namePrefix" },
    limits: nodePoolLimits,
    keptWhenUnsaid: ["version"],
    sets: ["nodeLocations", "nodeConfig.oauthScopes", "nodeConfig.tags"],
    replaces: ["cluster", "location", "project", ...keptByPools],
    deletesFirst: { ifKept: "name" },
  },
} satisfies ServiceFacts;
