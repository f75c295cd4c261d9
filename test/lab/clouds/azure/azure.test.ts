import assert from "node:assert/strict";
import { text } from "../../../../facts/properties/select";
import type { Properties } from "../../../../facts/properties/values";
import { inGroup, makeGroup, makeIdentity, makeNetwork, role, subscription } from "../azureFixtures";
import { openTestLab, session, type Session, type TestLab } from "../harness";
import { putLoadBalancer } from "../loadBalancers";

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
      const other = text(made.inputs, "roleDefinitionId").replace(/.$/, "0");
      await assert.rejects(azure.update(made, { ...made.inputs, roleDefinitionId: other }), /RoleAssignmentUpdateNotPermitted/);
    });

    it("are given on a vault, which the program never makes", async () => {
      const { identity } = await makeIdentity(azure);
      const vault = `/subscriptions/${subscription}/resourceGroups/secrets/providers/Microsoft.KeyVault/vaults/gateway-prod`;
      const made = await azure.create("azure-native:authorization:RoleAssignment", "v", role(identity, vault));
      await azure.remove(made);
    });
  });

  describe("federated credentials", () => {
    it("are an identity's, one for an issuer and a subject, by https", async () => {
      const { identity } = await makeIdentity(azure);
      const type = "azure-native:managedidentity:FederatedIdentityCredential";
      const inputs = {
        ...inGroup,
        resourceName: "identity",
        issuer: "https://issuer.example/",
        subject: "system:serviceaccount:a:b",
        audiences: ["api://AzureADTokenExchange"],
      };
      const named = (name: string) => ({ ...inputs, federatedIdentityCredentialResourceName: name });
      const made = await azure.create(type, "a", named("first"));
      assert.equal(made.id, `${identity.id}/federatedIdentityCredentials/first`);
      await assert.rejects(azure.create(type, "b", named("second")), /combination already exists/);
      await assert.rejects(azure.create(type, "c", { ...named("third"), resourceName: "nobody" }), /was not found/);
      await assert.rejects(azure.check(type, "d", { ...named("fourth"), issuer: "http://issuer.example/" }), /is no https URL/);
    });
  });
});
