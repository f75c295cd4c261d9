import type { Properties } from "../../../facts/properties/values";
import type { Managed, Session } from "./harness";

export const subscription = "22222222-2222-4222-8222-222222222222";
export const inGroup = { resourceGroupName: "fleet" };
export const clusterType = "azure-native:containerservice:ManagedCluster";
export const labels = { "gateway-fleet/pool": "general", "gateway-fleet/capacity": "on-demand" };
export const networkProfile = {
  networkPlugin: "azure",
  networkPluginMode: "overlay",
  podCidr: "10.244.0.0/16",
  serviceCidr: "172.16.0.0/16",
  dnsServiceIP: "172.16.0.10",
  outboundType: "userAssignedNATGateway",
};

export function makeGroup(azure: Session): Promise<Managed> {
  return azure.create("azure-native:resources:ResourceGroup", "group", { resourceGroupName: "fleet" });
}

export async function makeNetwork(azure: Session) {
  const group = await makeGroup(azure);
  const standard = { sku: { name: "Standard" }, publicIPAllocationMethod: "Static" };
  const address = await azure.create("azure-native:network:PublicIPAddress", "ip", { ...inGroup, publicIpAddressName: "ip", ...standard });
  const nat = await azure.create("azure-native:network:NatGateway", "nat", {
    ...inGroup,
    natGatewayName: "nat",
    publicIpAddresses: [{ id: address.id }],
  });
  const vnet = await azure.create("azure-native:network:VirtualNetwork", "vnet", {
    ...inGroup,
    virtualNetworkName: "vnet",
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
  });
  const subnet = await azure.create("azure-native:network:Subnet", "nodes", {
    ...inGroup,
    virtualNetworkName: "vnet",
    subnetName: "nodes",
    addressPrefix: "10.0.0.0/18",
    natGateway: { id: nat.id },
  });
  return { group, address, nat, vnet, subnet };
}

export async function makeIdentity(azure: Session) {
  const network = await makeNetwork(azure);
  const identity = await azure.create("azure-native:managedidentity:UserAssignedIdentity", "identity", {
    ...inGroup,
    resourceName: "identity",
  });
  return { ...network, identity };
}

export function role(identity: Managed, scope: string): Properties {
  return {
    scope,
    principalId: identity.outputs["principalId"] ?? null,
    principalType: "ServicePrincipal",
    roleDefinitionId: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/4d97b98b-1d4f-4787-a291-c67834d212e7`,
  };
}

export function clusterInputs(identity: Managed, subnetId: string): Properties {
  return {
    ...inGroup,
    resourceName: "wus2",
    dnsPrefix: "wus2",
    nodeResourceGroup: "wus2-nodes",
    kubernetesVersion: "1.35",
    identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
    networkProfile,
    agentPoolProfiles: [
      {
        name: "system",
        mode: "System",
        vmSize: "Standard_D2s_v5",
        enableAutoScaling: true,
        minCount: 2,
        maxCount: 4,
        count: 2,
        vnetSubnetID: subnetId,
        availabilityZones: ["1", "2"],
      },
    ],
  };
}

export async function makeCluster(azure: Session) {
  const made = await makeIdentity(azure);
  await azure.create("azure-native:authorization:RoleAssignment", "r", role(made.identity, made.subnet.id));
  return { ...made, cluster: await azure.create(clusterType, "c", clusterInputs(made.identity, made.subnet.id)) };
}

export const workspaceType = "azure-native:operationalinsights:Workspace";
export const settingType = "azure-native:monitor:DiagnosticSetting";
export const maintenanceType = "azure-native:containerservice:MaintenanceConfiguration";

export function makeWorkspace(azure: Session, more: Properties = {}): Promise<Managed> {
  return azure.create(workspaceType, "workspace", { ...inGroup, workspaceName: "logs", sku: { name: "PerGB2018" }, ...more });
}

export function makePool(azure: Session, subnetId: string, more: Properties = {}): Promise<Managed> {
  return azure.create("azure-native:containerservice:AgentPool", "pool", {
    ...inGroup,
    resourceName: "wus2",
    agentPoolName: "general",
    mode: "User",
    vmSize: "Standard_D2s_v5",
    enableAutoScaling: true,
    minCount: 2,
    maxCount: 10,
    count: 3,
    vnetSubnetID: subnetId,
    availabilityZones: ["1", "2", "3"],
    nodeLabels: labels,
    ...more,
  });
}
