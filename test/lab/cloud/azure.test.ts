import assert from "node:assert/strict";
import type { Properties } from "../../../lab/provider/backend";
import { text } from "../../../lab/cloud/values";
import { putLoadBalancer } from "./loadBalancers";
import { openTestLab, session, type Managed, type Session, type TestLab } from "./harness";

describe("simulated Azure", () => {
  let lab: TestLab;
  let azure: Session;

  beforeEach(async () => {
    lab = openTestLab();
    azure = await session(lab.clouds.azure, { subscriptionId: subscription, tenantId: "tenant", location: "westus2" });
  });
  afterEach(() => lab.delete());

  describe("any resource", () => {
    it("has an ARM id, its name as an output, and the provider's location where none is given", async () => {
      const group = await makeGroup(azure);
      assert.equal(group.id, `/subscriptions/${subscription}/resourceGroups/fleet`);
      assert.deepEqual([group.outputs["name"], group.inputs["location"]], ["fleet", "westus2"]);
    });

    it("is refused when it exists already", async () => {
      await makeGroup(azure);
      await assert.rejects(makeGroup(azure), /cannot create already existing resource/);
    });

    it("is replaced delete-first, unless its name has random digits", async () => {
      const named = await makeGroup(azure);
      const anonymous = await azure.create("azure-native:resources:ResourceGroup", "auto", {});
      assert.match(text(anonymous.outputs, "name"), /^auto[0-9a-f]{8}$/);
      assert.deepEqual(await azure.diff(named, { ...named.inputs, location: "eastus" }), {
        changes: ["location"],
        replaces: ["location"],
        deleteBeforeReplace: true,
      });
      assert.equal((await azure.diff(anonymous, { location: "eastus" })).deleteBeforeReplace, false);
    });

    it("is in the same place however the place is spelled", async () => {
      const group = await makeGroup(azure);
      assert.deepEqual((await azure.diff(group, { ...group.inputs, location: "West US 2" })).changes, []);
    });
  });

  describe("networks", () => {
    it("keep what is in use, and give way in order", async () => {
      const { vnet, subnet, nat, address } = await makeNetwork(azure);
      await assert.rejects(azure.remove(nat), /InUseNatGatewayCannotBeDeleted/);
      await assert.rejects(azure.remove(address), /PublicIPAddressCannotBeDeleted/);
      for (const resource of [subnet, nat, address, vnet]) await azure.remove(resource);
    });

    it("refuse subnets outside the virtual network or over a sibling", async () => {
      await makeNetwork(azure);
      const subnet = (subnetName: string, addressPrefix: string) =>
        azure.create("azure-native:network:Subnet", subnetName, { ...inGroup, virtualNetworkName: "vnet", subnetName, addressPrefix });
      await assert.rejects(subnet("far", "10.9.0.0/24"), /NetcfgInvalidSubnet/);
      await assert.rejects(subnet("near", "10.0.1.0/24"), /NetcfgSubnetRangesOverlap/);
      await subnet("fine", "10.0.64.0/24");
    });

    it("refuse Basic addresses, dynamic Standard ones, and new zones for an old one", async () => {
      const { address } = await makeNetwork(azure);
      const type = "azure-native:network:PublicIPAddress";
      await assert.rejects(
        azure.create(type, "b", { ...inGroup, publicIpAddressName: "b", publicIPAllocationMethod: "Static" }),
        /Basic SKU/,
      );
      await assert.rejects(azure.check(type, "c", { ...inGroup, sku: { name: "Standard" } }), /must be Static/);
      await assert.rejects(azure.update(address, { ...address.inputs, zones: ["1"] }), /PropertyChangeNotAllowed.*zones/);
      assert.match(text(address.outputs, "ipAddress"), /^127\.99\.81\.1$/);
    });

    it("let the load balancer of a Service hold its address", async () => {
      const { address, nat, subnet } = await makeNetwork(azure);
      for (const resource of [subnet, nat]) await azure.remove(resource);
      const remove = putLoadBalancer(lab, { cluster: "wus2", addresses: [text(address.outputs, "ipAddress")] });
      await assert.rejects(azure.remove(address), /load balancer .* of cluster wus2/);
      remove();
      await azure.remove(address);
    });
  });

  describe("role assignments", () => {
    it("are refused twice, on nothing, and for a change of role", async () => {
      const { subnet, identity } = await makeIdentity(azure);
      const assign = (name: string, more: Properties = {}) =>
        azure.create("azure-native:authorization:RoleAssignment", name, { ...role(identity, subnet.id), ...more });
      const made = await assign("a");
      assert.match(made.id, new RegExp(`^${subnet.id}/providers/Microsoft\\.Authorization/roleAssignments/[0-9a-f-]{36}$`));
      await assert.rejects(assign("b"), /RoleAssignmentExists/);
      await assert.rejects(assign("c", { scope: `${subnet.id}gone` }), /was not found/);
      const other = made.inputs["roleDefinitionId"]?.toString().replace(/.$/, "0") ?? "";
      await assert.rejects(azure.update(made, { ...made.inputs, roleDefinitionId: other }), /RoleAssignmentUpdateNotPermitted/);
    });
  });

  describe("clusters", () => {
    it("answer with what the program needs of them", async () => {
      const { cluster } = await makeCluster(azure);
      const [plane] = lab.controlPlanes.list();
      assert.equal(`https://${text(cluster.outputs, "fqdn")}`, plane?.endpoint);
      assert.match(text(cluster.outputs, "resourceUID"), /^[0-9a-f]{32}$/);
      assert.equal(lab.controlPlanes.started[0]?.serviceCidr, "172.16.0.0/16");
      assert.equal(lab.controlPlanes.nodes.get("wus2-1")?.get("system")?.size, 2);
    });

    it("hand out their certificate in a user's kubeconfig, which a template can ask for", async () => {
      const { cluster } = await makeCluster(azure);
      const args = { resourceGroupName: "fleet", resourceName: "wus2" };
      const answer = await lab.clouds.azure.invoke(azure.account, "azure-native:containerservice:listManagedClusterUserCredentials", args);
      const [{ value } = { value: "" }] = answer["kubeconfigs"] as { value: string }[];
      const ca = Buffer.from(lab.controlPlanes.list()[0]?.caCertificate ?? "").toString("base64");
      assert.ok(Buffer.from(value, "base64").toString().includes(ca));

      const expression =
        "[first(split(listClusterUserCredential(parameters('cluster'), 'v').kubeconfigs[0].value, 'certificate-authority-data: '))]";
      const inputs = {
        ...inGroup,
        deploymentName: "ca",
        properties: {
          mode: "Incremental",
          template: { resources: [], outputs: { ca: { type: "string", value: expression } } },
          parameters: { cluster: { value: cluster.id } },
        },
      };
      const deployment = await azure.create("azure-native:resources:Deployment", "ca", inputs);
      assert.deepEqual((deployment.outputs["properties"] as Properties)["outputs"], { ca: { type: "String", value: ca } });
      await assert.rejects(
        azure.create("azure-native:resources:Deployment", "x", {
          ...inputs,
          deploymentName: "x",
          properties: { mode: "Incremental", template: { outputs: { a: { value: "[1]" } } } },
        }),
        /cannot evaluate the template's output a/,
      );
    });

    it("need a role on their subnet, a way out, and a node resource group that is free", async () => {
      const { subnet, identity } = await makeIdentity(azure);
      const create = (more: Properties = {}) => azure.create(clusterType, "c", { ...clusterInputs(identity, subnet.id), ...more });
      await assert.rejects(create(), /LinkedAuthorizationFailed.*subnets\/join\/action/);
      await azure.create(
        "azure-native:authorization:RoleAssignment",
        "r",
        role(identity, `/subscriptions/${subscription}/resourceGroups/fleet`),
      );
      await assert.rejects(create({ nodeResourceGroup: "fleet" }), /NodeResourceGroupAlreadyExists/);
      await assert.rejects(create({ networkProfile: { ...networkProfile, serviceCidr: "10.0.0.0/16" } }), /ServiceCidrOverlap/);
      await create();
      const bare = await azure.create("azure-native:network:Subnet", "bare", {
        ...inGroup,
        virtualNetworkName: "vnet",
        subnetName: "bare",
        addressPrefix: "10.0.64.0/20",
      });
      await assert.rejects(
        azure.create(clusterType, "d", { ...clusterInputs(identity, bare.id), resourceName: "other", nodeResourceGroup: "other-nodes" }),
        /has no NAT gateway/,
      );
    });

    it("refuse combinations that Azure refuses", async () => {
      const { subnet, identity } = await makeIdentity(azure);
      const check = (more: Properties) => azure.check(clusterType, "c", { ...clusterInputs(identity, subnet.id), ...more });
      await assert.rejects(check({ disableLocalAccounts: true, aadProfile: null }), /needs aadProfile/);
      await assert.rejects(
        check({ securityProfile: { workloadIdentity: { enabled: true } }, oidcIssuerProfile: null }),
        /needs oidcIssuerProfile/,
      );
      await assert.rejects(check({ networkProfile: { networkPolicy: "cilium" } }), /cilium needs networkDataplane/);
      await assert.rejects(check({ agentPoolProfiles: [] }), /one inline pool of mode System/);
      await assert.rejects(check({ resourceName: "c".repeat(64) }), /at most 63/);
    });

    it("are replaced for another service range, and refuse to become private in place", async () => {
      const { cluster } = await makeCluster(azure);
      const diff = await azure.diff(cluster, { ...cluster.inputs, networkProfile: { ...networkProfile, serviceCidr: "172.17.0.0/16" } });
      assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [["networkProfile.serviceCidr"], true]);
      await assert.rejects(
        azure.update(cluster, { ...cluster.inputs, apiServerAccessProfile: { enablePrivateCluster: true } }),
        /PropertyChangeNotAllowed.*enablePrivateCluster/,
      );
      await assert.rejects(azure.update(cluster, { ...cluster.inputs, kubernetesVersion: "1.37" }), /from 1\.35 to 1\.37 is not allowed/);
    });

    it("hold their subnet, and take their pools with them", async () => {
      const { cluster, subnet } = await makeCluster(azure);
      await makePool(azure, subnet.id);
      await assert.rejects(azure.remove(subnet), /InUseSubnetCannotBeDeleted/);
      await azure.remove(cluster);
      assert.deepEqual(
        lab.clouds.madeBy("prod").filter(({ type }) => type.includes(":containerservice:")),
        [],
      );
      assert.deepEqual(lab.controlPlanes.list(), []);
      await azure.remove(subnet);
    });

    it("go with their resource group, whoever made what is in it", async () => {
      const { group } = await makeCluster(azure);
      await azure.remove(group);
      assert.deepEqual(lab.clouds.madeBy("prod"), []);
      assert.deepEqual(lab.controlPlanes.list(), []);
    });
  });

  describe("agent pools", () => {
    it("need their cluster, a short name and a count within bounds", async () => {
      const { subnet } = await makeCluster(azure);
      await assert.rejects(makePool(azure, subnet.id, { resourceName: "gone" }), /ParentResourceNotFound/);
      await assert.rejects(makePool(azure, subnet.id, { agentPoolName: "general-spot" }), /general-spot.*does not match/);
      await assert.rejects(makePool(azure, subnet.id, { agentPoolName: "a".repeat(13) }), /at most 12/);
      await assert.rejects(makePool(azure, subnet.id, { count: 12 }), /count 12 must lie within minCount 2 and maxCount 10/);
      await assert.rejects(makePool(azure, subnet.id, { count: null }), /count is required/);
      await assert.rejects(makePool(azure, subnet.id, { orchestratorVersion: "1.36" }), /NodePoolMcVersionIncompatible/);
      await assert.rejects(
        makePool(azure, subnet.id, { scaleSetPriority: "Spot", upgradeSettings: { maxSurge: "33%" } }),
        /takes no maxSurge/,
      );
    });

    it("refuse in place what is fixed at create, and are replaced for another machine only", async () => {
      const { subnet } = await makeCluster(azure);
      const pool = await makePool(azure, subnet.id);
      for (const change of [{ availabilityZones: ["1"] }, { maxPods: 50 }, { osSKU: "Ubuntu" }, { scaleSetPriority: "Spot" }]) {
        assert.deepEqual((await azure.diff(pool, { ...pool.inputs, ...change })).replaces, []);
        await assert.rejects(azure.update(pool, { ...pool.inputs, ...change }), /PropertyChangeNotAllowed/);
      }
      assert.deepEqual((await azure.diff(pool, { ...pool.inputs, vmSize: "Standard_D4s_v5" })).replaces, ["vmSize"]);
      const labelled = await azure.update(pool, { ...pool.inputs, nodeLabels: { ...labels, a: "b" } });
      assert.equal(lab.controlPlanes.nodes.get("wus2-1")?.get("general")?.labels["a"], "b");
      await azure.remove(labelled);
    });

    it("shrink to the recorded count with any update, since all of a pool is sent", async () => {
      const { subnet } = await makeCluster(azure);
      const pool = await makePool(azure, subnet.id);
      await lab.clouds.scale("wus2", "general", 9);
      assert.equal(lab.controlPlanes.nodes.get("wus2-1")?.get("general")?.size, 9);
      const found = await azure.read(pool);
      assert.deepEqual([found?.inputs["count"], found?.outputs["count"]], [9, 9]);
      const args = { resourceGroupName: "fleet", resourceName: "wus2", agentPoolName: "general" };
      assert.equal((await lab.clouds.azure.invoke(azure.account, "azure-native:containerservice:getAgentPool", args))["count"], 9);
      await azure.update(pool, { ...pool.inputs, tags: { a: "b" } });
      assert.equal(lab.controlPlanes.nodes.get("wus2-1")?.get("general")?.size, 3);
    });

    it("get the service's own spot label and taint, which a refresh shows where the program does not name them", async () => {
      const { subnet } = await makeCluster(azure);
      const spot = { scaleSetPriority: "Spot", scaleSetEvictionPolicy: "Delete", spotMaxPrice: -1 };
      const pool = await makePool(azure, subnet.id, spot);
      const nodes = lab.controlPlanes.nodes.get("wus2-1")?.get("general");
      assert.deepEqual(nodes?.taints, [{ key: "kubernetes.azure.com/scalesetpriority", value: "spot", effect: "NoSchedule" }]);
      assert.equal(nodes.labels["kubernetes.azure.com/scalesetpriority"], "spot");
      assert.deepEqual((await azure.read(pool))?.inputs["nodeTaints"], ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"]);
    });
  });
});

const subscription = "22222222-2222-4222-8222-222222222222";
const inGroup = { resourceGroupName: "fleet" };
const clusterType = "azure-native:containerservice:ManagedCluster";
const labels = { "gateway-fleet/pool": "general", "gateway-fleet/capacity": "on-demand" };
const networkProfile = {
  networkPlugin: "azure",
  networkPluginMode: "overlay",
  podCidr: "10.244.0.0/16",
  serviceCidr: "172.16.0.0/16",
  dnsServiceIP: "172.16.0.10",
  outboundType: "userAssignedNATGateway",
};

function makeGroup(azure: Session): Promise<Managed> {
  return azure.create("azure-native:resources:ResourceGroup", "group", { resourceGroupName: "fleet" });
}

async function makeNetwork(azure: Session) {
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

async function makeIdentity(azure: Session) {
  const network = await makeNetwork(azure);
  const identity = await azure.create("azure-native:managedidentity:UserAssignedIdentity", "identity", {
    ...inGroup,
    resourceName: "identity",
  });
  return { ...network, identity };
}

function role(identity: Managed, scope: string): Properties {
  return {
    scope,
    principalId: identity.outputs["principalId"] ?? null,
    principalType: "ServicePrincipal",
    roleDefinitionId: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/4d97b98b-1d4f-4787-a291-c67834d212e7`,
  };
}

function clusterInputs(identity: Managed, subnetId: string): Properties {
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

async function makeCluster(azure: Session) {
  const made = await makeIdentity(azure);
  await azure.create("azure-native:authorization:RoleAssignment", "r", role(made.identity, made.subnet.id));
  return { ...made, cluster: await azure.create(clusterType, "c", clusterInputs(made.identity, made.subnet.id)) };
}

function makePool(azure: Session, subnetId: string, more: Properties = {}): Promise<Managed> {
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
