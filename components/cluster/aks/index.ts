import * as containerservice from "@pulumi/azure-native/containerservice";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import type { AksPlan } from "../../../plan/model/aks";
import type { AksNetwork } from "../../network/aks";
import { fingerprintTag, type RecordedPool } from "../../nodepool";
import { accessOf, kubelogin } from "./access";
import { certificateAuthority } from "./certificate";
import { AksLogs } from "./logs";
import { autoscalerProfile, systemPool } from "./systemPool";
import { autoUpgrade, createUpgradeWindows } from "./upgrades";
import { assignRole } from "../../identity/azureRole";
import type { ManagedCluster } from "../index";
import { execKubeconfig } from "../kubeconfig";

export interface AksClusterArgs {
  readonly plan: AksPlan;
  readonly network: AksNetwork;
  /** Decides, per update, which size of the system pool reaches Azure. */
  readonly keepLiveSize: pulumi.ResourceTransform;
}

/** An AKS cluster with its system pool. Pods reach Azure by workload identity, people and the deployer by Entra ID, nobody by a local account. */
export class AksCluster extends pulumi.ComponentResource implements ManagedCluster {
  /** Pools refer to it by this, so that they go with it. */
  readonly clusterName: pulumi.Output<string>;
  /** Object id of the identity that the control plane acts as in Azure. */
  readonly principalId: pulumi.Output<string>;
  readonly kubeconfig: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly identity: pulumi.Output<string>;
  readonly access: readonly pulumi.Resource[];
  readonly systemPool: RecordedPool;
  /** URL that vouches for the tokens of its service accounts. */
  readonly tokenIssuer: pulumi.Output<string>;

  constructor(name: string, { plan, network, keepLiveSize }: AksClusterArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:cluster:AksCluster", name, {}, opts);
    const parent = { parent: this };
    const { resourceGroup } = network;
    const { subscription } = plan;

    const identity = new managedidentity.UserAssignedIdentity(
      `${name}-identity`,
      {
        resourceName: `${plan.names.cluster}-control-plane`,
        resourceGroupName: resourceGroup.name,
        location: plan.region,
        tags: plan.tags,
      },
      parent,
    );
    const subnetRole = assignRole(
      `${name}-subnet-role`,
      { subscription, role: "Network Contributor", principalId: identity.principalId, scope: network.subnetId },
      parent,
    );
    // On the cluster's resource group and not on the cluster: given before the cluster exists, it has taken effect (up to ten minutes) by the time objects are made.
    const deployerRole = assignRole(
      `${name}-deployer-role`,
      { subscription, role: "Azure Kubernetes Service RBAC Cluster Admin", principalId: plan.deployer, scope: resourceGroup.id },
      parent,
    );
    const cluster = createCluster(`${name}-control-plane`, plan, network, identity, {
      ...parent,
      dependsOn: [subnetRole],
      transforms: [keepLiveSize],
    });
    createUpgradeWindows(`${name}-upgrades`, { plan, resourceGroupName: resourceGroup.name, clusterName: cluster.name }, parent);
    new AksLogs(`${name}-logs`, { plan, resourceGroupName: resourceGroup.name, clusterId: cluster.id }, parent);
    const ca = certificateAuthority(
      `${name}-ca`,
      {
        resourceGroupName: resourceGroup.name,
        deploymentName: `${plan.names.cluster}-ca`,
        clusterId: cluster.id,
        clusterUid: cluster.resourceUID,
        tags: plan.tags,
      },
      // Also what lets the deployer ask.
      { ...parent, dependsOn: [deployerRole] },
    );

    this.clusterName = cluster.name;
    this.principalId = identity.principalId;
    this.endpoint = pulumi.interpolate`https://${plan.apiAccess.mode === "private" ? cluster.privateFQDN : cluster.fqdn}`;
    this.kubeconfig = execKubeconfig({
      name: plan.name,
      endpoint: this.endpoint,
      certificateAuthority: ca,
      plugin: kubelogin(plan.tenant),
    });
    this.identity = cluster.resourceUID;
    this.tokenIssuer = cluster.oidcIssuerProfile.apply((profile) => profile?.issuerURL ?? "");
    this.access = [deployerRole];
    const pool = cluster.agentPoolProfiles.apply((pools) => pools?.[0]);
    this.systemPool = {
      physicalName: pool.apply((inline) => inline?.name ?? ""),
      fingerprint: cluster.tags.apply((tags) => tags?.[fingerprintTag] ?? ""),
      max: pool.apply((inline) => inline?.maxCount ?? 0),
    };
    this.registerOutputs({ endpoint: this.endpoint, identity: this.identity, kubeconfig: this.kubeconfig });
  }
}

function createCluster(
  name: string,
  plan: AksPlan,
  network: AksNetwork,
  identity: managedidentity.UserAssignedIdentity,
  opts: pulumi.CustomResourceOptions,
): containerservice.ManagedCluster {
  return new containerservice.ManagedCluster(
    name,
    {
      resourceName: plan.names.cluster,
      resourceGroupName: network.resourceGroup.name,
      location: plan.region,
      nodeResourceGroup: plan.names.nodeResourceGroup,
      dnsPrefix: plan.names.cluster,
      // Standard is the tier with an uptime agreement.
      sku: { name: "Base", tier: "Standard" },
      supportPlan: "KubernetesOfficial",
      kubernetesVersion: plan.kubernetes,
      autoUpgradeProfile: autoUpgrade,
      identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
      ...accessOf(plan, network),
      oidcIssuerProfile: { enabled: true },
      securityProfile: { workloadIdentity: { enabled: true }, imageCleaner: { enabled: true, intervalHours: 168 } },
      addonProfiles: addOns,
      // Volumes are managed disks.
      storageProfile: { diskCSIDriver: { enabled: true } },
      networkProfile: networkProfile(plan),
      agentPoolProfiles: [systemPool(plan, network)],
      autoScalerProfile: autoscalerProfile(plan),
      tags: plan.tags,
    },
    {
      ...opts,
      protect: plan.protect,
      // Two clusters of one name cannot stand side by side.
      deleteBeforeReplace: true,
      // The provider would update it, and Azure refuses.
      replaceOnChanges: ["apiServerAccessProfile.enablePrivateCluster"],
    },
  );
}

function networkProfile({ network }: AksPlan) {
  return {
    networkPlugin: "azure",
    networkPluginMode: "overlay",
    networkDataplane: "cilium",
    networkPolicy: "cilium",
    podCidr: network.podCidr,
    serviceCidr: network.serviceCidr,
    dnsServiceIP: network.dnsServiceIp,
    outboundType: "userAssignedNATGateway",
    loadBalancerSku: "standard",
  } satisfies containerservice.ManagedClusterArgs["networkProfile"];
}

/**
 * Nothing more than these: no HTTP application routing, no virtual nodes. Neither has a role anywhere: policies are assigned to
 * the subscription, by its owner, and pods read a Key Vault by their own workload identity.
 * https://learn.microsoft.com/azure/aks/integrations#available-add-ons
 */
const addOns = {
  azurepolicy: { enabled: true },
  azureKeyvaultSecretsProvider: { enabled: true, config: { enableSecretRotation: "true", rotationPollInterval: "2m" } },
} as const;
