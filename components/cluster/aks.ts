import * as containerservice from "@pulumi/azure-native/containerservice";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import type { AksPlan } from "../../stacks/plan/fleetPlan";
import type { AksNetwork } from "../network/aks";
import { certificateAuthority } from "./aksCertificate";
import { assignRole } from "./azureRole";
import { fingerprintTag, type RecordedPool } from "../nodepool";
import type { ManagedCluster } from "./index";
import { execKubeconfig, type AuthPlugin } from "./kubeconfig";

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
      // The minor is config, its patches are Azure's: an alias such as "1.35" would never move a cluster that is already on that minor.
      autoUpgradeProfile: { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" },
      identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
      ...accessOf(plan, network),
      oidcIssuerProfile: { enabled: true },
      securityProfile: { workloadIdentity: { enabled: true } },
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

/** Who may reach the API server, and as whom. */
function accessOf(plan: AksPlan, network: AksNetwork) {
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

/** https://learn.microsoft.com/azure/aks/cluster-autoscaler#cluster-autoscaler-profile-settings */
function autoscalerProfile({ nodeAutoscaling }: AksPlan) {
  return {
    expander: "least-waste",
    balanceSimilarNodeGroups: "true",
    skipNodesWithLocalStorage: "false",
    scaleDownDelayAfterAdd: `${nodeAutoscaling.scaleDownDelayAfterAddMinutes}m`,
    scaleDownUnneededTime: `${nodeAutoscaling.scaleDownUnneededMinutes}m`,
    scaleDownUtilizationThreshold: String(nodeAutoscaling.scaleDownUtilizationPercent / 100),
    maxNodeProvisionTime: `${nodeAutoscaling.maxNodeProvisionMinutes}m`,
  } satisfies containerservice.ManagedClusterArgs["autoScalerProfile"];
}

/** The only inline pool: one that is added here later is refused, and one that is taken out stays in Azure. */
function systemPool({ systemPool: { name, vmSize, bounds, initial }, kubernetes, zones, tags }: AksPlan, network: AksNetwork) {
  return {
    name,
    mode: "System",
    type: "VirtualMachineScaleSets",
    osType: "Linux",
    osSKU: "AzureLinux",
    orchestratorVersion: kubernetes,
    vmSize,
    enableAutoScaling: true,
    minCount: bounds.min,
    maxCount: bounds.max,
    count: initial,
    availabilityZones: [...zones],
    vnetSubnetID: network.subnetId,
    nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"],
    upgradeSettings: { maxSurge: "33%" },
    tags,
  };
}

/**
 * Takes the caller's `az login`, on a laptop as in CI. The server's id is the same for every AKS cluster:
 * https://azure.github.io/kubelogin/concepts/aks.html
 */
function kubelogin(tenant: string): AuthPlugin {
  return {
    apiVersion: "client.authentication.k8s.io/v1",
    command: "kubelogin",
    args: ["get-token", "--login", "azurecli", "--server-id", "6dae42f8-4368-4678-94ff-3960e28e3630", "--tenant-id", tenant],
    provideClusterInfo: false,
    installHint: "kubelogin is the auth plugin of AKS: https://azure.github.io/kubelogin/install.html",
  };
}
