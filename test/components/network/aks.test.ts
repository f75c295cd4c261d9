import assert from "node:assert/strict";
import { PublicIPAddress } from "@pulumi/azure-native/network";
import { record } from "../../../preview/record/record";
import { allocated } from "../../../components/network/aks";
import { aksPlan, recordAks, standardAks } from "../fixtures/aks";
import { assertWellFormed, at, only } from "../fixtures/recording";

describe("AksNetwork", () => {
  it("S0.106 is a virtual network with a subnet for nodes, in a resource group of its own", async () => {
    const recording = await standardAks();
    const group = only(recording, "azure-native:resources:ResourceGroup");
    assert.deepEqual(group.inputs, {
      resourceGroupName: "gateway-prod-az-wus2-2",
      location: "westus2",
      tags: { cluster: "az-wus2", environment: "prod", fleet: "gateway", owner: "platform" },
    });
    const vnet = only(recording, "azure-native:network:VirtualNetwork");
    assert.deepEqual(vnet.inputs["addressSpace"], { addressPrefixes: ["10.0.128.0/18"] });
    const subnet = only(recording, "azure-native:network:Subnet");
    assert.equal(subnet.inputs["addressPrefix"], "10.0.128.0/20");
    assert.equal(subnet.inputs["virtualNetworkName"], "gateway-prod-az-wus2-2");
  });

  it("keeps subnets out of the virtual network, where they would undo the subnet resource", async () => {
    assert.equal("subnets" in only(await standardAks(), "azure-native:network:VirtualNetwork").inputs, false);
  });

  it("lets nodes out through the NAT gateway only", async () => {
    const recording = await standardAks();
    const subnet = only(recording, "azure-native:network:Subnet");
    assert.deepEqual(subnet.inputs["natGateway"], { id: "az-wus2-2-network-nat-id" });
    assert.equal(subnet.inputs["defaultOutboundAccess"], false);
    const nat = only(recording, "azure-native:network:NatGateway");
    assert.deepEqual(nat.inputs["publicIpAddresses"], [{ id: "az-wus2-2-network-outbound-id" }]);
    assert.equal("zones" in nat.inputs, false, "Azure takes one zone or none");
  });

  it("gives its addresses all zones of the region, however many the nodes are in, since Azure refuses to change them", async () => {
    const address = only(
      await recordAks({ ...aksPlan, zones: ["1"] }),
      "azure-native:network:PublicIPAddress",
      "az-wus2-2-network-outbound",
    );
    assert.deepEqual(address.inputs["zones"], ["1", "2", "3"]);
    assert.equal(at(address.inputs, "sku", "name"), "Standard");
    assert.equal(address.inputs["publicIPAllocationMethod"], "Static");
  });

  it("stops with a sentence when Azure gives an address resource no address", async () => {
    await assert.rejects(
      record(() => ({ address: allocated(new PublicIPAddress("outbound", { resourceGroupName: "group" })) })),
      /has given outbound-id no address; run the update again/,
    );
  });

  it("names every child after its component and uses the cluster's own provider", async () => {
    assertWellFormed(await standardAks(), "az-wus2-2-azure", "az-wus2-2-kubernetes");
  });
});
